//! One-time links by which whoever runs the service signs in: made on its own machine, or with the operator's key.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// How long a link is good.
pub const LINK_HOLDS: Duration = Duration::from_mins(10);

/// A link as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginLink {
    /// Its public id.
    pub id: String,
    /// The SHA-256 of its secret, as hex.
    pub digest: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

impl LoginLink {
    /// Uses it up with its secret, as a digest; whether it was good.
    pub fn open(&mut self, shown: &str, now: Timestamp) -> bool {
        let is_good = shown == self.digest && self.used_at.is_none() && now < self.made_at.plus(LINK_HOLDS);
        if is_good {
            self.used_at = Some(now);
        }
        is_good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn a_link_is_good_once_for_ten_minutes_and_with_its_secret() {
        let link = LoginLink { id: "1".into(), digest: "one".into(), made_at: at(0), used_at: None };
        let mut opened = link.clone();
        assert!(!opened.open("other", at(1)));
        assert!(opened.open("one", at(599)) && !opened.open("one", at(599)));
        assert!(!link.clone().open("one", at(600)));
    }
}
