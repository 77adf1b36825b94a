//! For how many days closed tickets are kept, and the day that passes before a shorter time holds.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Change;
use crate::clock::Timestamp;
use crate::error::Refusal;

/// The most days that can be chosen: ten years.
pub const MOST_RETENTION_DAYS: u32 = 3650;

/// So long a shorter time waits until it holds: whoever chose it by mistake takes it back within this.
pub const RETENTION_NOTICE: Duration = Duration::from_hours(24);

const DAY: Duration = Duration::from_hours(24);

/// For how many days a guild keeps tickets after they were closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Retention {
    /// How many; none: for ever.
    #[serde(default)]
    days: Option<u32>,
    /// A shorter time that was chosen.
    #[serde(default)]
    shorter: Option<ShorterRetention>,
}

/// A shorter time than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShorterRetention {
    /// For how many days tickets are kept then.
    pub days: u32,
    /// When it begins to hold.
    pub from: Timestamp,
}

impl Retention {
    /// How many days hold now; none: tickets are kept for ever.
    pub fn days(&self, now: Timestamp) -> Option<u32> {
        self.shorter.filter(|shorter| shorter.from <= now).map(|shorter| shorter.days).or(self.days)
    }

    /// How many days were chosen last, whether they hold already or not; none: tickets are kept for ever.
    pub fn chosen(&self) -> Option<u32> {
        self.shorter.map(|shorter| shorter.days).or(self.days)
    }

    /// A shorter time that was chosen and does not hold yet.
    pub fn announced(&self, now: Timestamp) -> Option<ShorterRetention> {
        self.shorter.filter(|shorter| now < shorter.from)
    }

    /// Tickets that were closed before this moment are kept no longer; none: all are kept.
    pub fn ends(&self, now: Timestamp) -> Option<Timestamp> {
        self.days(now).map(|days| before(days, now))
    }

    /// A shorter time holds a day later; a longer one, and for ever, at once, and then nothing is announced any more.
    pub(super) fn change(&mut self, change: &Change<u32>, now: Timestamp) -> Result<(), Refusal> {
        let chosen = match change {
            Change::Keep => return Ok(()),
            Change::Clear => None,
            Change::Set(days) if (1..=MOST_RETENTION_DAYS).contains(days) => Some(*days),
            Change::Set(_) => return Err(Refusal::RetentionRange { limit: MOST_RETENTION_DAYS }),
        };
        let (held, announced) = (self.days(now), self.announced(now));
        *self = match chosen {
            Some(days) if held.is_none_or(|held| days < held) => {
                let new = ShorterRetention { days, from: now.plus(RETENTION_NOTICE) };
                Self { days: held, shorter: announced.filter(|shorter| shorter.days == days).or(Some(new)) }
            }
            days => Self { days, shorter: None },
        };
        Ok(())
    }
}

impl ShorterRetention {
    /// Tickets that were closed before this moment are removed when it begins to hold.
    pub fn ends(self) -> Timestamp {
        before(self.days, self.from)
    }
}

/// So many days before a moment.
fn before(days: u32, moment: Timestamp) -> Timestamp {
    let kept = i64::try_from(DAY.saturating_mul(days).as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(moment.as_millis().saturating_sub(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: u64) -> Timestamp {
        Timestamp::from_millis(0).plus(Duration::from_hours(hours))
    }

    fn chosen(mut retention: Retention, days: Option<u32>, hours: u64) -> Retention {
        retention.change(&days.map_or(Change::Clear, Change::Set), at(hours)).unwrap();
        retention
    }

    #[test]
    fn a_shorter_time_holds_a_day_later_and_a_longer_one_at_once() {
        let first = chosen(Retention::default(), Some(30), 0);
        assert_eq!((first.days(at(23)), first.days(at(24)), first.ends(at(23))), (None, Some(30), None));
        assert_eq!(first.announced(at(23)).map(ShorterRetention::ends), first.ends(at(24)));
        let longer = chosen(first.clone(), Some(90), 25);
        assert_eq!((longer.days(at(25)), longer.announced(at(25))), (Some(90), None));
        let shorter = chosen(first.clone(), Some(7), 48);
        assert_eq!((shorter.days(at(71)), shorter.days(at(72))), (Some(30), Some(7)));
        assert_eq!(chosen(shorter, None, 60), Retention::default());
    }

    #[test]
    fn what_is_chosen_again_waits_no_longer_and_what_is_taken_back_within_the_day_never_holds() {
        let first = chosen(Retention::default(), Some(30), 0);
        assert_eq!(chosen(first.clone(), Some(30), 12), first);
        let other = chosen(first.clone(), Some(20), 12);
        assert_eq!((other.days(at(35)), other.days(at(36))), (None, Some(20)));
        assert_eq!(chosen(first.clone(), None, 23), Retention::default());
        let later = chosen(chosen(first, Some(10), 48), Some(30), 50);
        assert_eq!((later.days(at(1000)), later.announced(at(50))), (Some(30), None));
    }

    #[test]
    fn days_are_one_to_ten_years() {
        for days in [0, 3651, u32::MAX] {
            let refused = Retention::default().change(&Change::Set(days), at(0));
            assert_eq!(refused, Err(Refusal::RetentionRange { limit: 3650 }), "{days}");
        }
        assert_eq!(chosen(Retention::default(), Some(3650), 0).ends(at(24)), Some(before(3650, at(24))));
    }
}
