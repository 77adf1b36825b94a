//! What a conversation is like as a whole: known before the first of it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::TicketMessage;
use crate::clock::Timestamp;
use crate::ids::{MessageId, UserId};

/// So many days are told apart; what is later belongs to the last of them.
const MOST_DAYS: usize = 1000;

/// So many people are counted.
const MOST_WRITERS: usize = 10_000;

/// A day in UTC on which something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Its first message.
    pub first: MessageId,
    /// When that was written.
    pub at: Timestamp,
    /// How many messages it has.
    pub messages: usize,
}

/// On which days something was said, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The days, in order.
    pub days: Vec<Day>,
    /// How many messages each person wrote. Bots and webhooks are none.
    writers: BTreeMap<UserId, usize>,
}

/// Who took part in a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participants {
    /// How many people wrote.
    pub people: usize,
    /// Those who wrote most, at most ten.
    pub foremost: Vec<UserId>,
}

impl Outline {
    /// Learns what follows.
    pub fn learn_from(&mut self, message: &TicketMessage) {
        let day = |at: Timestamp| at.as_seconds().div_euclid(24 * 60 * 60);
        let full = self.days.len() >= MOST_DAYS;
        match self.days.last_mut() {
            Some(last) if full || day(last.at) == day(message.sent_at) => last.messages += 1,
            _ => self.days.push(Day { first: message.id, at: message.sent_at, messages: 1 }),
        }
        let Some(author) = message.author.filter(|_| !message.by_bot) else { return };
        if self.writers.len() < MOST_WRITERS || self.writers.contains_key(&author) {
            *self.writers.entry(author).or_default() += 1;
        }
    }

    /// How many messages there are so far.
    pub fn messages(&self) -> usize {
        self.days.iter().map(|day| day.messages).sum()
    }

    /// Who took part so far.
    pub fn participants(&self) -> Participants {
        let mut writers: Vec<(UserId, usize)> = self.writers.iter().map(|(user, wrote)| (*user, *wrote)).collect();
        writers.sort_by_key(|(user, wrote)| (std::cmp::Reverse(*wrote), *user));
        Participants { people: writers.len(), foremost: writers.into_iter().take(10).map(|(user, _)| user).collect() }
    }

    /// The day that a message begins, if it begins one.
    pub fn day_that_begins(&self, message: MessageId) -> Option<&Day> {
        self.days.iter().find(|day| day.first == message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(number: u64, hour: i64, author: u64) -> TicketMessage {
        let message = serde_json::json!({
            "id": number.to_string(), "author": author.to_string(), "author_name": "x", "by_bot": author == 9,
            "sent_at": Timestamp::from_millis(hour * 3_600_000), "content": "hi", "earlier": [], "deleted_at": null,
            "attachments": [],
        });
        serde_json::from_value(message).unwrap()
    }

    #[test]
    fn days_and_writers_are_counted_and_bounded() {
        let mut outline = Outline::default();
        for (number, hour, author) in [(1, 20, 7), (2, 23, 8), (3, 24, 8), (4, 60, 9)] {
            outline.learn_from(&said(number, hour, author));
        }
        let days: Vec<_> = outline.days.iter().map(|day| (day.first.get(), day.messages)).collect();
        assert_eq!(days, [(1, 2), (3, 1), (4, 1)]);
        assert!(outline.day_that_begins(MessageId::new(3)).is_some());
        assert!(outline.day_that_begins(MessageId::new(2)).is_none());
        assert_eq!(outline.participants(), Participants { people: 2, foremost: vec![UserId::new(8), UserId::new(7)] });
        for day in 0..2_000 {
            outline.learn_from(&said(100 + day, i64::try_from(day).unwrap() * 24, 1000 + day));
        }
        assert_eq!(outline.days.len(), MOST_DAYS);
        assert_eq!((outline.participants().people, outline.participants().foremost.len()), (2_002, 10));
    }
}
