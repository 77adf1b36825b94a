//! How members, roles, channels and moments are written so that Discord shows each reader their own view of them.

use tickit_domain::actor::Who;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{ChannelId, RoleId, UserId};
use tickit_domain::whom::Whom;

/// What Discord shows by its name, as a link.
pub trait Mention {
    /// As it is written in a message. It pings only whom the message's `allowed_mentions` name.
    fn mention(&self) -> String;
}

impl Mention for UserId {
    fn mention(&self) -> String {
        format!("<@{self}>")
    }
}

impl Mention for RoleId {
    fn mention(&self) -> String {
        format!("<@&{self}>")
    }
}

impl Mention for ChannelId {
    fn mention(&self) -> String {
        format!("<#{self}>")
    }
}

impl Mention for Whom {
    fn mention(&self) -> String {
        match self {
            Self::User(user) => user.mention(),
            Self::Role(role) => role.mention(),
        }
    }
}

/// Who is no user of Discord is called by their name.
impl Mention for Who {
    fn mention(&self) -> String {
        self.user().map_or_else(|| self.name().to_owned(), |user| user.mention())
    }
}

/// The mentions of several, with commas.
pub(crate) fn listed<'a, M: Mention + 'a>(several: impl IntoIterator<Item = &'a M>) -> String {
    several.into_iter().map(Mention::mention).collect::<Vec<_>>().join(", ")
}

/// A date and a time, by the reader's own clock.
pub(crate) fn moment(at: Timestamp) -> String {
    format!("<t:{}:f>", at.as_seconds())
}

/// How long ago, or in how much time.
pub(crate) fn from_now(at: Timestamp) -> String {
    format!("<t:{}:R>", at.as_seconds())
}
