//! A user or a role: whom staff let into a ticket, and whom they pick for their own ranks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::ids::{InvalidId, RoleId, UserId};

/// A user or a role. As text a user's id, or a role's behind `&`: what Discord writes between `<@` and `>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    /// A user.
    User(UserId),
    /// Whoever has a role.
    Role(RoleId),
}

impl Whom {
    /// The id, which no user and role have in common.
    pub const fn id(self) -> u64 {
        match self {
            Self::User(user) => user.get(),
            Self::Role(role) => role.get(),
        }
    }

    /// Whether it is this user, or one of these roles.
    pub fn is_any_of(self, user: Option<UserId>, roles: &[RoleId]) -> bool {
        match self {
            Self::User(this) => user == Some(this),
            Self::Role(role) => roles.contains(&role),
        }
    }
}

impl From<UserId> for Whom {
    fn from(user: UserId) -> Self {
        Self::User(user)
    }
}

impl From<RoleId> for Whom {
    fn from(role: RoleId) -> Self {
        Self::Role(role)
    }
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user) => user.fmt(f),
            Self::Role(role) => write!(f, "&{role}"),
        }
    }
}

impl FromStr for Whom {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.strip_prefix('&') {
            Some(role) => role.parse().map(Self::Role),
            None => text.parse().map(Self::User),
        }
    }
}

impl Serialize for Whom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Whom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_survives_its_text() {
        let (user, role) = (Whom::from(UserId::new(7)), Whom::from(RoleId::new(8)));
        for whom in [user, role] {
            assert_eq!(whom.to_string().parse(), Ok(whom));
        }
        assert!("&".parse::<Whom>().is_err() && "&x".parse::<Whom>().is_err() && "".parse::<Whom>().is_err());
    }
}
