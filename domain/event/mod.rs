//! The one record of what happened: audit log, webhooks, statistics and metrics only read it.
//!
//! A change writes its event down in the document that it changes, in the same write. The event then becomes a record of
//! its own, under an id that the document gives once, and the document lets go of it.

mod kind;

use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::actor::{Actor, Cause, Door, Who};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::guild::Missing;
use crate::ids::{BotId, GuildId, TicketId, UserId};

pub use kind::EventKind;

/// One change of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What was changed: the id of its record, such as `ticket:00000042`.
    pub subject: String,
    /// Which change of it, from 1. Subject and number tell an event from all others of the database.
    pub number: u32,
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub actor: Who,
    /// Through which door.
    pub door: Door,
    /// What made them do it.
    pub cause: Cause,
    /// When.
    pub at: Timestamp,
    /// The fields that changed, as they were stored.
    pub before: Map<String, Value>,
    /// The same fields, as they are stored.
    pub after: Map<String, Value>,
    /// Where it stands in the chain of its database's events, once it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// Whether webhooks have yet to be told of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untold: bool,
}

/// Whose a document is, seen from somebody whose words are erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Their own: what is told of it is told of them.
    Theirs,
    /// Somebody else's.
    Others,
}

/// What a document keeps of its own events: those that may not be records yet, and what is needed to know a repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLog {
    changes: u32,
    pending: Vec<Event>,
    causes: Vec<Cause>,
}

/// How many causes a document remembers. Discord delivers an interaction again within minutes, if ever.
const MOST_CAUSES: usize = 32;

/// The port of those who follow what happens as it happens. Each event is told at least once, by whichever process
/// makes a record of it.
pub trait EventWatcher: Send + Sync + Debug {
    /// Something happened, and is saved.
    fn saw(&self, at: Place, event: &Event);
    /// Something was said in a ticket, or changed of what was; or its opener may say from now on how it went.
    fn heard(&self, _: Place, _: TicketId) {}
    /// Whether webhooks follow what becomes of tickets there. Events that are saved meanwhile are kept for them until they
    /// are told.
    fn is_followed(&self, _: Place) -> bool {
        false
    }
    /// There is a webhook that follows a bot: in one guild, or in all of its guilds.
    fn follows(&self, _: BotId, _: Option<GuildId>) {}
    /// How many aspects of a ticket Discord refuses to show, as it was last told.
    fn refused(&self, _: Place, _: TicketId, _: usize) {}
    /// What is missing of what a guild's settings and types name, as Discord was last asked.
    fn missing(&self, _: Place, _: &[Missing]) {}
    /// What may have been left undone in a guild's database is looked for, as after each start and from time to time.
    fn looked_through(&self, _: GuildId) {}
    /// The tickets of a guild were compared with Discord.
    fn reconciled(&self, _: Place, _: Reconciled) {}
}

/// What came of comparing the tickets of a guild with Discord.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// How many tickets were looked at.
    pub tickets: usize,
    /// How many of them had work that nobody was at, or that waited.
    pub carried_on: usize,
    /// How many were closed, because their channel is gone.
    pub closed: usize,
    /// How many channels of closed tickets were removed.
    pub removed: usize,
}

impl EventLog {
    /// The log of a document that had so many events, of which these are not records yet.
    pub(crate) fn resumed(changes: u32, pending: Vec<Event>) -> Self {
        let causes = pending.iter().map(|event| event.cause.clone()).collect();
        let mut log = Self { changes, pending, causes };
        log.forget_causes();
        log
    }

    /// How many events the document has had.
    pub const fn changes(&self) -> u32 {
        self.changes
    }

    /// Whether this cause has changed the document already, which makes its repetition a no-op.
    pub fn knows(&self, cause: &Cause) -> bool {
        self.causes.contains(cause)
    }

    /// Writes an event down. What it changed is filled in when the document is stored, unless it is filled in before.
    pub fn record(&mut self, subject: &str, kind: EventKind, actor: &Actor, at: Timestamp) -> &mut Event {
        self.changes += 1;
        let (number, subject) = (self.changes, subject.to_owned());
        let Actor { who: actor, door, cause, .. } = actor.clone();
        self.causes.push(cause.clone());
        self.forget_causes();
        let (before, after, position, untold) = Default::default();
        self.pending.push_mut(Event { subject, number, kind, actor, door, cause, at, before, after, position, untold })
    }

    /// The events that may not be records yet, oldest first.
    pub fn pending(&self) -> &[Event] {
        &self.pending
    }

    /// Forgets in the events that may not be records yet what [`Event::erase`] says.
    pub(crate) fn erase(&mut self, user: UserId, whose: Whose) {
        for event in &mut self.pending {
            event.erase(user, whose);
        }
    }

    /// Takes out the events that may not be records yet.
    pub(crate) fn take_pending(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.pending)
    }

    /// Puts back those that are not records yet.
    pub(crate) fn keep_pending(&mut self, events: Vec<Event>) {
        self.pending = events;
    }

    fn forget_causes(&mut self) {
        let surplus = self.causes.len().saturating_sub(MOST_CAUSES);
        self.causes.drain(..surplus);
    }
}

impl Event {
    /// The id of its record: unique in its database.
    pub fn id(&self) -> String {
        format!("event:{}:{:07}", self.subject, self.number)
    }

    /// The ticket that was changed, where it was one.
    pub fn ticket(&self) -> Option<TicketId> {
        self.subject.strip_prefix("ticket:")?.parse().ok()
    }

    /// Fills in that a field is gone, where other events of the same write tell of the other fields.
    pub(crate) fn tell_gone(&mut self, field: &str, was: &impl Serialize) {
        if let Ok(was) = serde_json::to_value(was) {
            self.before.insert(field.to_owned(), was);
        }
    }

    /// Whether it tells of a field.
    pub(crate) fn tells_of(&self, field: &str) -> bool {
        self.before.contains_key(field) || self.after.contains_key(field)
    }

    /// Whether it tells what it changed.
    pub(crate) fn is_told(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }

    /// Forgets what it changed, so that it tells that something was done, when and by whom; whether it told more.
    pub(crate) fn forget_content(&mut self) -> bool {
        let told = self.is_told();
        (self.before, self.after) = Default::default();
        told
    }

    /// Forgets what it changed and what the actor is called where that is this user, and what it changed where the
    /// document is theirs; whether there was anything to forget.
    pub(crate) fn erase(&mut self, user: UserId, whose: Whose) -> bool {
        let own = self.actor.user() == Some(user);
        let told = (own || whose == Whose::Theirs) && self.forget_content();
        let named = own && self.actor.forget_name();
        told || named
    }

    /// Fills in what was changed between two stored bodies, apart from what is nobody's business.
    pub(crate) fn tell_difference(&mut self, before: &Map<String, Value>, after: &Map<String, Value>) {
        let differs = |field: &String| before.get(field) != after.get(field);
        let pick = |from: &Map<String, Value>| {
            let fields = before.keys().chain(after.keys()).filter(|field| differs(field));
            fields.filter_map(|field| Some((field.clone(), from.get(field)?.clone()))).collect()
        };
        (self.before, self.after) = (pick(before), pick(after));
    }
}
