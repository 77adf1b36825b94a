//! That what a member said is to be erased, and how far that is.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::event::{EventKind, EventLog};
use crate::ids::{BotId, MessageId, TicketId, UserId};

/// What was asked for a member, for the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The bot whose tickets it is about.
    pub bot: BotId,
    /// Whose words are erased.
    pub user: UserId,
    /// When it was asked for: it is about the tickets that were opened before this.
    pub asked_at: Timestamp,
    /// In how many tickets something of theirs was found.
    pub tickets: u32,
    /// In how many of these it is erased once they are closed.
    pub waiting: u32,
    /// When all was erased; none: it is under way.
    pub done_at: Option<Timestamp>,
    /// Its events.
    pub(crate) log: EventLog,
}

/// How far an erasure is: it goes through all tickets, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureStep {
    /// Whose words are erased.
    pub user: UserId,
    /// Tickets that were opened at or after this moment are left alone.
    pub until: Timestamp,
    /// The last ticket that is done.
    pub after: Option<TicketId>,
    /// The last message of the next one that is done.
    pub message: Option<MessageId>,
    /// Whether there is something of theirs in it.
    pub found: bool,
    /// Whether all of it is replaced, and its transcript is being written anew.
    pub writing: bool,
    /// In how many tickets something of theirs was found.
    pub tickets: u32,
    /// How many of these are not closed yet.
    pub waiting: u32,
}

impl Erasure {
    pub(crate) fn new(bot: BotId, user: UserId) -> Self {
        let (asked_at, tickets, waiting, done_at, log) = Default::default();
        Self { bot, user, asked_at, tickets, waiting, done_at, log }
    }

    /// It is asked for. The same cause again changes nothing.
    pub(crate) fn ask(&mut self, actor: &Actor, now: Timestamp) {
        if !self.log.knows(&actor.cause) {
            (self.asked_at, self.tickets, self.waiting, self.done_at) = (now, 0, 0, None);
            self.log.record(&record_id(self.bot, self.user), EventKind::ErasureAsked, actor, now);
        }
    }

    /// All tickets were gone through, unless it was asked for again meanwhile.
    pub(crate) fn went_through(&mut self, step: &ErasureStep, actor: &Actor, now: Timestamp) {
        if self.asked_at != step.until || self.done_at.is_some() {
            return;
        }
        (self.tickets, self.waiting) = (step.tickets, step.waiting);
        if step.waiting == 0 {
            self.done_at = Some(now);
            self.log.record(&record_id(self.bot, self.user), EventKind::Erased, actor, now);
        }
    }
}

impl ErasureStep {
    /// The first step of one that was asked for at this moment.
    pub const fn first(user: UserId, asked_at: Timestamp) -> Self {
        Self { user, until: asked_at, after: None, message: None, found: false, writing: false, tickets: 0, waiting: 0 }
    }

    /// A ticket is done.
    pub(crate) fn pass(&mut self, ticket: TicketId) {
        (self.after, self.message, self.found, self.writing) = (Some(ticket), None, false, false);
    }
}

/// The id of its record, which is also what its events name it by.
pub(crate) fn record_id(bot: BotId, user: UserId) -> String {
    format!("erasure:{bot}:{user}")
}
