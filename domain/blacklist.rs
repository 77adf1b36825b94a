//! The blacklist: users and roles that open no tickets, for a while or for good.
//!
//! It is by user id, so that leaving the guild and coming back changes nothing. Whoever manages the guild is never held
//! back, so that nobody can lock out those who could undo it.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Who};
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::{EventKind, EventLog};
use crate::ids::BotId;
use crate::whom::Whom;

/// The most characters of a reason.
pub const MOST_BLACKLIST_REASON_CHARACTERS: usize = 500;

/// The most that can be on a guild's blacklist at once.
pub const MOST_BLACKLISTED: usize = 1000;

/// The longest that somebody can be on it who is not on it for good, in days.
const MOST_DAYS: u32 = 3650;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Why somebody is on the blacklist, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlacklistEntry {
    /// The bot whose tickets it is about.
    pub bot: BotId,
    /// Who is on it.
    pub whom: Whom,
    /// Who put them there.
    pub by: Who,
    /// When.
    pub at: Timestamp,
    /// Why; empty where nobody said.
    pub reason: String,
    /// Until when; for good where there is no such moment.
    pub until: Option<Timestamp>,
    /// Whether they were taken off it.
    pub removed: bool,
    /// What happened to it, as far as that is not a record of its own yet.
    pub log: EventLog,
}

/// How long somebody is to be on the blacklist: `30m`, `2h`, `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlacklistDuration(pub Duration);

/// The id of an entry's record, which is also what its events name it by.
pub(crate) fn record_id(bot: BotId, whom: Whom) -> String {
    format!("blacklist:{bot}:{whom}")
}

impl BlacklistEntry {
    /// One that is nothing yet.
    pub(crate) fn new(bot: BotId, whom: Whom, by: Who) -> Self {
        let (at, reason, until, log) = Default::default();
        Self { bot, whom, by, at, reason, until, removed: true, log }
    }

    /// Whether it holds now.
    pub fn holds(&self, now: Timestamp) -> bool {
        !self.removed && self.until.is_none_or(|until| now < until)
    }

    /// Puts them on the blacklist, or says anew why and until when.
    pub(crate) fn add(&mut self, reason: &str, until: Option<Timestamp>, actor: &Actor, now: Timestamp) {
        (self.by, self.at, self.removed) = (actor.who.clone(), now, false);
        (self.reason, self.until) = (reason.to_owned(), until);
        self.log.record(&record_id(self.bot, self.whom), EventKind::BlacklistAdded, actor, now);
    }

    /// Takes them off it.
    pub(crate) fn remove(&mut self, actor: &Actor, now: Timestamp) {
        self.removed = true;
        self.log.record(&record_id(self.bot, self.whom), EventKind::BlacklistRemoved, actor, now);
    }

    /// What whoever is held back by it reads.
    pub(crate) fn refusal(self) -> Refusal {
        Refusal::Blacklisted { reason: Some(self.reason).filter(|reason| !reason.is_empty()), until: self.until }
    }
}

impl FromStr for BlacklistDuration {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().to_lowercase();
        let read = [('m', MINUTE), ('h', HOUR), ('d', DAY)].into_iter().find_map(|(unit, seconds)| {
            let count: u64 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
            count.checked_mul(seconds)
        });
        let seconds = read.filter(|seconds| (MINUTE..=u64::from(MOST_DAYS) * DAY).contains(seconds));
        let refused = Refusal::BlacklistDuration { limit: MOST_DAYS };
        seconds.map(|seconds| Self(Duration::from_secs(seconds))).ok_or(refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_hours_and_days_are_understood_and_nothing_else() {
        for (text, seconds) in [("1m", MINUTE), (" 2H ", 2 * HOUR), ("7 d", 7 * DAY), ("3650d", 3650 * DAY)] {
            assert_eq!(text.parse(), Ok(BlacklistDuration(Duration::from_secs(seconds))), "{text}");
        }
        for text in ["", "7", "d", "0m", "3651d", "-1d", "1.5h", "2h30m", "18446744073709551615d", "7w"] {
            assert_eq!(text.parse::<BlacklistDuration>(), Err(Refusal::BlacklistDuration { limit: 3650 }), "{text}");
        }
    }
}
