//! Who acts, what they may, through which door they came, and what caused it.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::ids::{InteractionId, RoleId, UserId};
use crate::permission::Permission;

/// Somebody or something that acts on a guild's tickets. Made at the border, where what they may is resolved once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub who: Who,
    /// What they may.
    pub may: Authority,
    /// Their language, as Discord names it: `en-US`, `de`.
    pub locale: String,
    /// Through which door they came.
    pub door: Door,
    /// What made them act. The same cause again changes nothing.
    pub cause: Cause,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Who {
    /// A member of the guild, through a bot.
    Member {
        /// The user.
        user: UserId,
        /// Their username.
        name: String,
    },
    /// Somebody who is signed in with Discord.
    Person {
        /// The user.
        user: UserId,
        /// Their username.
        name: String,
    },
    /// A program with an API key.
    ApiKey {
        /// The key's public id, never the key itself.
        id: String,
        /// What the key is called.
        name: String,
    },
    /// A timer of the guild's: an automatic closing, a reminder.
    Timer {
        /// What it is called.
        name: String,
    },
    /// Whoever runs the service.
    Operator,
    /// Tickit itself: it made a channel, or found that one is gone.
    Tickit,
}

/// What an actor may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Authority {
    /// As much as a guild's settings give to a member's roles.
    Member {
        /// Their roles in this guild.
        roles: Vec<RoleId>,
        /// Whether they hold Manage Server or Administrator here.
        manages_guild: bool,
        /// When they joined this guild, where Discord said so.
        #[serde(default)]
        joined_at: Option<Timestamp>,
    },
    /// These permissions, on every ticket of the guild.
    Granted {
        /// The permissions.
        permissions: BTreeSet<Permission>,
    },
    /// Everything: Tickit itself, its timers, and whoever runs it.
    Everything,
}

/// A way into the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// A slash command.
    Command,
    /// A button, a select menu or a form.
    Component,
    /// The REST API.
    Api,
    /// A page of the dashboard.
    Dashboard,
    /// Discord told us that something had happened: a channel is gone, a member left.
    Gateway,
    /// A job or a timer.
    Job,
    /// The `tickit` command.
    CommandLine,
    /// The start of the service, with what its configuration says.
    Start,
}

/// What made somebody act, and what makes a repetition known: an interaction that Discord delivers twice, a request
/// that is sent again with its idempotency key, a job that is attempted again.
///
/// As text: an interaction is its id alone, all others are `<kind>:<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// One press, one command, one form sent.
    Interaction(InteractionId),
    /// A request, by its idempotency key.
    Request(String),
    /// A job, by its key.
    Job(String),
    /// An event of the gateway's, by what it was about.
    Event(String),
}

impl Actor {
    /// Tickit itself, because of a job or an event.
    pub const fn tickit(door: Door, cause: Cause) -> Self {
        Self { who: Who::Tickit, may: Authority::Everything, locale: String::new(), door, cause }
    }

    /// Whoever runs the service.
    pub const fn operator(door: Door, cause: Cause) -> Self {
        Self { who: Who::Operator, may: Authority::Everything, locale: String::new(), door, cause }
    }

    /// The user who acts; refused where it is a program, whose a ticket or a claim cannot be.
    pub fn user(&self) -> Result<UserId, Refusal> {
        self.who.user().ok_or(Refusal::NeedsPerson)
    }
}

/// An actor as jobs of version 1 have it: a member's interaction.
pub(crate) fn upgrade_from_first(actor: &Value) -> Value {
    let field = |name: &str| actor.get(name).cloned().unwrap_or_default();
    json!({
        "who": { "kind": "member", "user": field("user"), "name": field("name") },
        "may": { "kind": "member", "roles": field("roles"), "manages_guild": field("is_admin") },
        "locale": field("locale"),
        "door": field("door"),
        "cause": field("interaction"),
    })
}

impl Who {
    /// The user, where it is one.
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::Member { user, .. } | Self::Person { user, .. } => Some(*user),
            Self::ApiKey { .. } | Self::Timer { .. } | Self::Operator | Self::Tickit => None,
        }
    }

    /// What they are called.
    pub fn name(&self) -> &str {
        match self {
            Self::Member { name, .. }
            | Self::Person { name, .. }
            | Self::ApiKey { name, .. }
            | Self::Timer { name } => name,
            Self::Operator => "operator",
            Self::Tickit => "Tickit",
        }
    }

    /// Forgets what somebody is called; whether anything was known.
    pub(crate) fn forget_name(&mut self) -> bool {
        match self {
            Self::Member { name, .. } | Self::Person { name, .. } => !std::mem::take(name).is_empty(),
            Self::ApiKey { .. } | Self::Timer { .. } | Self::Operator | Self::Tickit => false,
        }
    }

    /// What tells them from all others: `user:…`, `key:…`, `timer:…`, `operator` or `tickit`. Events are found by it.
    pub fn key(&self) -> String {
        match self {
            Self::Member { user, .. } | Self::Person { user, .. } => format!("user:{user}"),
            Self::ApiKey { id, .. } => format!("key:{id}"),
            Self::Timer { name } => format!("timer:{name}"),
            Self::Operator => "operator".to_owned(),
            Self::Tickit => "tickit".to_owned(),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interaction(id) => id.fmt(f),
            Self::Request(key) => write!(f, "request:{key}"),
            Self::Job(key) => write!(f, "{key}"),
            Self::Event(about) => write!(f, "event:{about}"),
        }
    }
}

impl FromStr for Cause {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        if let Ok(interaction) = text.parse() {
            return Ok(Self::Interaction(interaction));
        }
        Ok(match text.split_once(':') {
            Some(("request", key)) => Self::Request(key.to_owned()),
            Some(("event", about)) => Self::Event(about.to_owned()),
            _ => Self::Job(text.to_owned()),
        })
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|never: Infallible| match never {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_survives_its_text() {
        let causes = [
            Cause::Interaction(InteractionId::new(42)),
            Cause::Request("a-1".into()),
            Cause::Job("job:sync:1:2:00000003".into()),
            Cause::Event("channel:7".into()),
        ];
        for cause in causes {
            assert_eq!(cause.to_string().parse(), Ok(cause));
        }
    }

    #[test]
    fn an_actor_survives_being_stored() {
        let may = Authority::Granted { permissions: [Permission::CloseTicket].into() };
        let who = Who::ApiKey { id: "k1".into(), name: "Shop".into() };
        let cause = Cause::Request("r".into());
        let actor = Actor { who, may, locale: "de".into(), door: Door::Api, cause };
        let stored = serde_json::to_value(&actor).unwrap();
        assert_eq!(serde_json::from_value::<Actor>(stored).unwrap(), actor);
    }
}
