//! Snowflakes: Discord's ids, which carry the time they were made at.
use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Millis;

/// The first millisecond of 2015, where Discord's ids begin.
const EPOCH: Millis = 1_420_070_400_000;

/// An id. In JSON it is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Snowflake(pub u64);

/// An application's id, which is its bot user's too.
pub type ApplicationId = Snowflake;
/// A guild's id, which is also the id of its @everyone role.
pub type GuildId = Snowflake;
/// A channel's or thread's id.
pub type ChannelId = Snowflake;
/// A message's id.
pub type MessageId = Snowflake;
/// A user's id.
pub type UserId = Snowflake;
/// A role's id.
pub type RoleId = Snowflake;
/// An interaction's id.
pub type InteractionId = Snowflake;
/// A command's id.
pub type CommandId = Snowflake;

impl Snowflake {
    /// When it was made, in milliseconds since the Unix epoch.
    pub fn made_at(self) -> Millis {
        (self.0 >> 22) + EPOCH
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Snowflake {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            Number(u64),
        }
        match Form::deserialize(deserializer)? {
            Form::Text(text) => text.parse().map_err(serde::de::Error::custom),
            Form::Number(number) => Ok(Self(number)),
        }
    }
}

/// Makes ids: those of new things from the clock, those of what has long existed from a month before.
#[derive(Debug)]
pub(super) struct Ids {
    latest: u64,
    old: u64,
}

impl Ids {
    pub(super) fn new(now: Millis) -> Self {
        let month = 30 * 24 * 3_600_000;
        Self { latest: 0, old: now.saturating_sub(EPOCH + month) << 22 }
    }

    /// An id of now, larger than every other.
    pub(super) fn next(&mut self, now: Millis) -> Snowflake {
        self.latest = (self.latest + 1).max(now.saturating_sub(EPOCH) << 22);
        Snowflake(self.latest)
    }

    /// An id of a month ago. Successive ones differ in the bits that decide a guild's shard.
    pub(super) fn next_old(&mut self) -> Snowflake {
        self.old += 1 << 22;
        Snowflake(self.old)
    }
}
