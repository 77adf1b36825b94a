//! People who are signed in with Discord: what is kept of them, and how a sign-in is renewed.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::actor::Who;
use crate::clock::Timestamp;
use crate::ids::{GuildId, UserId};

/// How long a sign-in holds that nobody renews.
pub const SIGN_IN_HOLDS: Duration = Duration::from_hours(30 * 24);

/// The same of whoever runs the service, who may everything.
const OPERATOR_HOLDS: Duration = Duration::from_hours(12);

/// After so long a sign-in is over however often it was renewed.
const SIGN_IN_ENDS: Duration = Duration::from_hours(90 * 24);

/// The same of whoever runs the service.
const OPERATOR_ENDS: Duration = Duration::from_hours(7 * 24);

/// For so long whoever was just overtaken by another renewal is told so; after that they have a stolen secret.
const OVERTAKEN: Duration = Duration::from_secs(10);

/// So many secrets that were used are remembered.
const MOST_SPENT: usize = 32;

/// Somebody who is signed in. Its secret changes each time that it is renewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Its id, which access tokens name.
    pub id: String,
    /// Whose it is.
    pub whose: Whose,
    /// The SHA-256 of the secret that renews it next, as hex.
    pub digest: String,
    /// The same of those that renewed it, the newest last.
    pub spent: Vec<String>,
    /// When they signed in.
    pub since: Timestamp,
    /// When it was renewed last.
    pub renewed_at: Timestamp,
    /// When it ended: they signed out, or a secret was used twice.
    pub ended_at: Option<Timestamp>,
    /// The guilds that they were in then, as Discord said: where to look for what they may see, and no right to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guilds: Vec<GuildId>,
}

/// Whose a sign-in is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Somebody whom Discord knows.
    User(DiscordUser),
    /// Whoever runs the service.
    Operator,
}

/// Somebody whom Discord knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscordUser {
    /// Who.
    pub id: UserId,
    /// Their username.
    pub name: String,
}

/// What comes of renewing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It is renewed.
    Done,
    /// Somebody else renewed it a moment ago: another window of theirs.
    Overtaken,
    /// Its secret was used long ago. Somebody has stolen it, and the sign-in is over.
    Stolen,
    /// It is over, or this was never its secret.
    Refused,
}

impl SignIn {
    /// Whether it still holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.over_at()
    }

    /// When it is over where nobody renews it, or where nobody can any more.
    pub fn over_at(&self) -> Timestamp {
        self.renewed_at.plus(self.whose.hold()).min(self.since.plus(self.whose.end()))
    }

    /// For how long it holds from when it was renewed last.
    pub fn holds_for(&self) -> Duration {
        self.over_at().since(self.renewed_at)
    }

    /// Whether whoever shows the secret of this digest has it: the one that renews it next, or the one before that as long
    /// as another window may not know better.
    pub fn is_borne_by(&self, shown: &str, now: Timestamp) -> bool {
        let was_overtaken =
            || self.spent.last().is_some_and(|last| last == shown) && now.since(self.renewed_at) <= OVERTAKEN;
        self.holds(now) && (shown == self.digest || was_overtaken())
    }

    /// Renews it with its secret, so that the next one is `next`; both as digests.
    pub fn renew(&mut self, shown: &str, next: &str, now: Timestamp) -> Renewal {
        if !self.holds(now) {
            return Renewal::Refused;
        }
        if shown == self.digest {
            self.spent.push(std::mem::replace(&mut self.digest, next.to_owned()));
            let surplus = self.spent.len().saturating_sub(MOST_SPENT);
            self.spent.drain(..surplus);
            self.renewed_at = now;
            return Renewal::Done;
        }
        if self.spent.last().is_some_and(|last| last == shown) && now.since(self.renewed_at) <= OVERTAKEN {
            return Renewal::Overtaken;
        }
        if self.spent.iter().any(|spent| spent == shown) {
            self.ended_at = Some(now);
            return Renewal::Stolen;
        }
        Renewal::Refused
    }
}

impl Whose {
    /// As an access token names them.
    pub fn subject(&self) -> String {
        match self {
            Self::User(user) => user.id.to_string(),
            Self::Operator => "operator".to_owned(),
        }
    }

    /// Who it is, as they act.
    pub fn who(&self) -> Who {
        match self {
            Self::User(user) => user.who(),
            Self::Operator => Who::Operator,
        }
    }

    const fn hold(&self) -> Duration {
        match self {
            Self::User(_) => SIGN_IN_HOLDS,
            Self::Operator => OPERATOR_HOLDS,
        }
    }

    const fn end(&self) -> Duration {
        match self {
            Self::User(_) => SIGN_IN_ENDS,
            Self::Operator => OPERATOR_ENDS,
        }
    }
}

impl DiscordUser {
    /// Who it is, as they act.
    pub fn who(&self) -> Who {
        Who::Person { user: self.id, name: self.name.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn signed_in() -> SignIn {
        let alice = DiscordUser { id: UserId::new(7), name: "alice".into() };
        SignIn {
            id: "1".into(),
            whose: Whose::User(alice),
            digest: "one".into(),
            spent: Vec::new(),
            since: at(0),
            renewed_at: at(0),
            ended_at: None,
            guilds: Vec::new(),
        }
    }

    #[test]
    fn the_secret_and_for_a_moment_the_one_before_it_say_whose_it_is() {
        let mut sign_in = signed_in();
        assert!(sign_in.is_borne_by("one", at(1)) && !sign_in.is_borne_by("two", at(1)));
        sign_in.renew("one", "two", at(2));
        assert!(sign_in.is_borne_by("two", at(3)) && sign_in.is_borne_by("one", at(12)));
        assert!(!sign_in.is_borne_by("one", at(13)), "long ago");
        sign_in.ended_at = Some(at(4));
        assert!(!sign_in.is_borne_by("two", at(4)));
    }

    #[test]
    fn each_secret_renews_once_and_one_that_is_used_again_ends_the_sign_in() {
        let mut sign_in = signed_in();
        assert_eq!(sign_in.renew("one", "two", at(1)), Renewal::Done);
        assert_eq!(sign_in.renew("one", "x", at(2)), Renewal::Overtaken, "another window");
        assert_eq!(sign_in.renew("never", "x", at(3)), Renewal::Refused);
        assert_eq!(sign_in.renew("two", "three", at(4)), Renewal::Done);
        assert_eq!(sign_in.renew("one", "x", at(5)), Renewal::Stolen);
        assert_eq!(sign_in.renew("three", "x", at(6)), Renewal::Refused, "the thief's is over as well");
    }

    #[test]
    fn a_sign_in_that_nobody_renews_is_over_after_a_month() {
        let mut sign_in = signed_in();
        let month = 30 * 24 * 60 * 60;
        assert!(sign_in.holds(at(month - 1)) && !sign_in.holds(at(month)));
        assert_eq!(sign_in.renew("one", "two", at(month)), Renewal::Refused);
        let operator = SignIn { whose: Whose::Operator, ..signed_in() };
        assert!(operator.holds(at(12 * 60 * 60 - 1)) && !operator.holds(at(12 * 60 * 60)), "after half a day");
    }

    #[test]
    fn a_sign_in_is_over_after_ninety_days_however_often_it_is_renewed_and_the_operators_after_a_week() {
        let day = 24 * 60 * 60;
        let operator = SignIn { whose: Whose::Operator, ..signed_in() };
        for (mut sign_in, step, days) in [(signed_in(), 20 * day, 90), (operator, 11 * 60 * 60, 7)] {
            let (mut now, mut secret) = (0, "one".to_owned());
            while now + step < days * day {
                now += step;
                let next = format!("at {now}");
                assert_eq!(sign_in.renew(&secret, &next, at(now)), Renewal::Done, "{now}");
                secret = next;
            }
            assert_eq!((sign_in.over_at(), sign_in.holds_for()), (at(days * day), at(days * day).since(at(now))));
            assert!(sign_in.holds(at(days * day - 1)) && !sign_in.holds(at(days * day)));
            assert_eq!(sign_in.renew(&secret, "x", at(days * day)), Renewal::Refused);
        }
    }
}
