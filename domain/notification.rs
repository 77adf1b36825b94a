//! What somebody of staff is to be told next: several things that come at once make one message.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{BotId, TicketId, UserId};
use crate::settings::NotificationKind;

/// So many things a message names; of more it says how many.
pub const MOST_TOLD: usize = 20;

/// So long after a message there is no other.
pub const BETWEEN_MESSAGES: Duration = Duration::from_secs(45);

/// Something that somebody is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToTell {
    /// What happened.
    pub kind: NotificationKind,
    /// In which ticket.
    pub ticket: TicketId,
}

/// What somebody is to be told next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The bot that tells them.
    pub bot: BotId,
    /// Who.
    pub user: UserId,
    /// What, oldest first, each once.
    pub items: Vec<ToTell>,
    /// How much more there is.
    pub more: u32,
    /// When they were told something last.
    pub told_at: Option<Timestamp>,
    /// How many messages there were, which tells each from the others.
    pub messages: u32,
    /// Since when Discord takes no message for them: they closed their direct messages, or the channel is gone.
    pub refused_at: Option<Timestamp>,
}

impl Pending {
    /// Nothing yet.
    pub const fn none(bot: BotId, user: UserId) -> Self {
        Self { bot, user, items: Vec::new(), more: 0, told_at: None, messages: 0, refused_at: None }
    }

    /// They are to be told of something more. Where Discord takes nothing for them, they are not.
    pub fn add(&mut self, item: ToTell) {
        if self.refused_at.is_some() || self.items.contains(&item) {
            return;
        }
        if self.items.len() < MOST_TOLD {
            self.items.push(item);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// How long it is until the next message may go; zero where it may now.
    pub fn wait(&self, now: Timestamp) -> Duration {
        self.told_at.map_or(Duration::ZERO, |told_at| told_at.plus(BETWEEN_MESSAGES).since(now))
    }

    /// They were told of what stood here when the message was written.
    pub fn told(&mut self, message: &Self, now: Timestamp) {
        if self.messages == message.messages {
            self.items.retain(|item| !message.items.contains(item));
            self.more = self.more.saturating_sub(message.more);
            self.messages += 1;
            self.told_at = Some(now);
        }
    }

    /// Discord takes nothing for them.
    pub fn refused(&mut self, now: Timestamp) {
        self.items.clear();
        (self.more, self.refused_at) = (0, Some(now));
    }

    /// They are told again.
    pub fn begin_anew(&mut self) {
        self.refused_at = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_ticket(number: usize) -> ToTell {
        ToTell { kind: NotificationKind::NewTicket, ticket: TicketId::new(u32::try_from(number).unwrap()) }
    }

    #[test]
    fn what_comes_at_once_is_told_at_once_and_what_comes_meanwhile_is_told_next() {
        let now = Timestamp::from_millis(1_000_000);
        let mut pending = Pending::none(BotId::new(1), UserId::new(2));
        (1..=MOST_TOLD + 5).for_each(|number| pending.add(new_ticket(number)));
        pending.add(new_ticket(1));
        assert_eq!((pending.items.len(), pending.more, pending.wait(now)), (MOST_TOLD, 5, Duration::ZERO));
        let message = pending.clone();
        pending.add(new_ticket(100));
        pending.told(&message, now);
        pending.told(&message, now);
        assert_eq!((pending.items.as_slice(), pending.more, pending.messages), (&[][..], 1, 1));
        assert_eq!(pending.wait(now.plus(Duration::from_secs(10))), Duration::from_secs(35));
        pending.refused(now);
        pending.add(new_ticket(7));
        assert_eq!((pending.items.len(), pending.more), (0, 0));
    }
}
