//! Those whom the API does not know: keys, tokens and sign-ins that open nothing. They are counted together, so that whoever
//! guesses fills no database.

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::event::EventKind;

/// So many of one count are told apart. Those of more addresses or keys are counted by their kind alone.
const MOST_APART: usize = 16;

/// What somebody showed that opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessRefusal {
    /// A key that nobody made.
    UnknownKey,
    /// A key that was revoked.
    RevokedKey,
    /// A key whose time is over.
    ExpiredKey,
    /// An access token that was not signed here.
    ForgedToken,
    /// A sign-in that was not begun in this browser, or too long ago.
    StrangeSignIn,
    /// Discord's code, once more.
    UsedCode,
    /// A login link that is used, too old, or none.
    DeadLink,
    /// What is to renew a sign-in, and never was its secret.
    UnknownSecret,
}

/// Several of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedRefusals {
    /// What was shown.
    pub refusal: AccessRefusal,
    /// The key's public id, where there is such a key.
    pub key: Option<String>,
    /// From where; `None` where they are those of many.
    pub from: Option<String>,
    /// How often.
    pub count: u64,
    /// When the first of them was shown.
    pub first: Timestamp,
    /// When the last was.
    pub last: Timestamp,
}

/// What was shown since it was looked at last.
#[derive(Debug, Default)]
pub struct RefusalCounter {
    counted: BTreeMap<(AccessRefusal, Option<String>, Option<String>), CountedRefusals>,
}

impl AccessRefusal {
    /// Its name, as events tell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownKey => "unknown_key",
            Self::RevokedKey => "revoked_key",
            Self::ExpiredKey => "expired_key",
            Self::ForgedToken => "forged_token",
            Self::StrangeSignIn => "strange_sign_in",
            Self::UsedCode => "used_code",
            Self::DeadLink => "dead_link",
            Self::UnknownSecret => "unknown_secret",
        }
    }

    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::UnknownKey | Self::RevokedKey | Self::ExpiredKey => EventKind::KeyRefused,
            Self::ForgedToken | Self::StrangeSignIn | Self::UsedCode | Self::DeadLink | Self::UnknownSecret => {
                EventKind::SignInFailed
            }
        }
    }
}

impl RefusalCounter {
    /// Counts one.
    pub fn count(&mut self, refusal: AccessRefusal, key: Option<&str>, from: &str, now: Timestamp) {
        let apart = (refusal, key.map(str::to_owned), Some(from.to_owned()));
        let has_room = self.counted.len() < MOST_APART || self.counted.contains_key(&apart);
        let place = if has_room { apart } else { (refusal, None, None) };
        let (_, key, from) = place.clone();
        let new = CountedRefusals { refusal, key, from, count: 0, first: now, last: now };
        let counted = self.counted.entry(place).or_insert(new);
        counted.count += 1;
        counted.last = now;
    }

    /// Takes what was counted.
    pub fn take(&mut self) -> Vec<CountedRefusals> {
        std::mem::take(&mut self.counted).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn what_one_address_shows_is_one_count_and_those_of_many_are_counted_by_kind() {
        let mut counter = RefusalCounter::default();
        for second in 0..100 {
            counter.count(AccessRefusal::UnknownKey, None, "192.0.2.1", at(second));
        }
        counter.count(AccessRefusal::RevokedKey, Some("5f0c2a9d1b7e4833"), "192.0.2.1", at(5));
        let told = counter.take();
        let seen: Vec<_> = told.iter().map(|one| (one.refusal.name(), one.count, one.first, one.last)).collect();
        assert_eq!(seen, [("unknown_key", 100, at(0), at(99)), ("revoked_key", 1, at(5), at(5))]);
        assert_eq!((&told[1].key, counter.take()), (&Some("5f0c2a9d1b7e4833".to_owned()), Vec::new()));

        for address in 0..10_000 {
            let refusal = if address % 2 == 0 { AccessRefusal::UnknownKey } else { AccessRefusal::DeadLink };
            counter.count(refusal, None, &address.to_string(), at(1));
        }
        let told = counter.take();
        assert_eq!(told.len(), MOST_APART + 2);
        assert_eq!(told.iter().map(|one| one.count).sum::<u64>(), 10_000);
        assert_eq!(told.iter().filter(|one| one.from.is_none()).count(), 2);
    }
}
