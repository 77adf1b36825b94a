//! Discord's snowflakes and Tickit's own numbers, each a type of its own so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::clock::Timestamp;

/// The text was not a snowflake: an unsigned 64-bit number in decimal, above zero.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a Discord id")]
pub struct InvalidId(String);

/// Milliseconds from 1970 to the first snowflake.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

macro_rules! snowflakes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Wraps a snowflake that came from Discord.
            pub const fn new(snowflake: u64) -> Self {
                Self(snowflake)
            }

            /// The snowflake as a number.
            pub const fn get(self) -> u64 {
                self.0
            }

            /// When it was made (<https://docs.discord.com/developers/reference#snowflakes>).
            pub fn made_at(self) -> Timestamp {
                let since = i64::try_from(self.0 >> 22).unwrap_or(i64::MAX);
                Timestamp::from_millis(since.saturating_add(DISCORD_EPOCH))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let digits = !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
                match text.parse() {
                    Ok(snowflake) if digits && snowflake > 0 => Ok(Self(snowflake)),
                    _ => Err(InvalidId(text.chars().take(32).collect())),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    )+};
}

snowflakes! {
    /// A bot: its application's id.
    BotId,
    /// A guild, which members call a server.
    GuildId,
    /// A channel, a category or a thread.
    ChannelId,
    /// A message.
    MessageId,
    /// A role.
    RoleId,
    /// A user, in or outside a guild.
    UserId,
    /// One interaction: one press, one command, one form sent.
    InteractionId,
    /// A failure of ours: the interaction's id where one failed, or made as such ids are.
    ErrorNumber,
}

impl ErrorNumber {
    /// The number of a failure at some moment; `nth` tells it from others of that moment.
    pub fn at(moment: Timestamp, nth: u64) -> Self {
        let since = u64::try_from(moment.as_millis().saturating_sub(DISCORD_EPOCH)).unwrap_or_default();
        Self((since << 22) | (nth & 0x3f_ffff).max(1))
    }
}

impl From<InteractionId> for ErrorNumber {
    fn from(interaction: InteractionId) -> Self {
        Self(interaction.get())
    }
}

/// A ticket's number in its guild: unique, increasing, gaps allowed after a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketId(u32);

impl TicketId {
    /// Wraps a number that the guild's sequence gave, or that came in and is still to be looked up.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number as members read it.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TicketId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.parse() {
            Ok(number) if number > 0 && text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Self(number)),
            _ => Err(InvalidId(text.chars().take(32).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snowflake_is_text_on_the_wire() {
        let id: GuildId = serde_json::from_str("\"81384788765712384\"").unwrap();
        assert_eq!(id, GuildId::new(81_384_788_765_712_384));
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"81384788765712384\"");
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "0", "+1", "-1", " 1", "1 ", "0x1", "99999999999999999999999", "١"] {
            assert!(text.parse::<UserId>().is_err(), "{text:?} was taken for a user");
            assert!(text.parse::<TicketId>().is_err(), "{text:?} was taken for a ticket");
        }
    }
}
