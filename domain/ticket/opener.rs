//! Who a ticket is opened for, which need not be who asks for it, and what is asked.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::error::Refusal;
use crate::ids::{MessageId, UserId};
use crate::settings::TypeId;

/// Who a ticket is opened for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opener {
    /// The user.
    pub user: UserId,
    /// Their username.
    pub name: String,
    /// Their language.
    pub locale: String,
}

/// A ticket that somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenRequest {
    /// Its type.
    pub kind: TypeId,
    /// What it is opened from.
    pub origin: Origin,
}

/// What a ticket is opened from, which says for whom. As text `own`, or a word and an id: `user-7`,
/// `message-9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The wish of whoever asks, for themselves.
    Own,
    /// A user who was named: who asks, or somebody else.
    User(UserId),
    /// A message that was chosen in its menu: for whoever wrote it.
    Message(MessageId),
}

impl Opener {
    /// Whoever asks for it, for themselves; refused where that is a program.
    pub fn of(actor: &Actor) -> Result<Self, Refusal> {
        Ok(Self { user: actor.user()?, name: actor.who.name().to_owned(), locale: actor.locale.clone() })
    }
}

impl From<TypeId> for OpenRequest {
    /// One of that type for whoever asks.
    fn from(kind: TypeId) -> Self {
        Self { kind, origin: Origin::Own }
    }
}

impl From<Option<UserId>> for Origin {
    fn from(named: Option<UserId>) -> Self {
        named.map_or(Self::Own, Self::User)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("own"),
            Self::User(user) => write!(f, "user-{user}"),
            Self::Message(message) => write!(f, "message-{message}"),
        }
    }
}

impl FromStr for Origin {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let read = match text.split_once('-') {
            Some(("user", user)) => user.parse().ok().map(Self::User),
            Some(("message", message)) => message.parse().ok().map(Self::Message),
            None if text == "own" => Some(Self::Own),
            _ => None,
        };
        read.ok_or(Refusal::StaleControl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_survives_its_text_and_nothing_else_is_one() {
        for origin in [Origin::Own, Origin::User(UserId::new(u64::MAX)), Origin::Message(MessageId::new(9))] {
            assert_eq!(origin.to_string().parse(), Ok(origin));
        }
        for forged in ["", "1", "own-1", "user-", "user-0", "user--1", "role-1", "message-x"] {
            assert_eq!(forged.parse::<Origin>(), Err(Refusal::StaleControl), "{forged}");
        }
    }
}
