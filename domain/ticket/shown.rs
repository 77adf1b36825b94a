//! What Discord was last told about a ticket's channel, aspect by aspect, and what it refused to show.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::clock::Timestamp;
use crate::discord::DiscordError;
use crate::guild::BotPermission;
use crate::ids::MessageId;
use crate::settings::TypeId;
use crate::whom::Whom;

/// What Discord was last told. Where it differs from the ticket, there is work to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The name that the channel has.
    pub name: String,
    /// Who was let in.
    pub audience: Audience,
    /// Who is being let in, kept out, or let in otherwise: whether that was done is not known before Discord answers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unsure_of: BTreeSet<Whom>,
    /// The topic that the channel has; none where an earlier version made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The type in whose category the channel was put last; none where an earlier version put it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TypeId>,
    /// The messages that were pinned.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub pins: BTreeSet<MessageId>,
    /// The messages that are being pinned or unpinned, likewise.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unsure_pins: BTreeSet<MessageId>,
    /// The first message, with the ticket's buttons.
    pub first_message: FirstMessage,
    /// The aspects that Discord refuses to show.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub troubles: BTreeMap<Aspect, Trouble>,
    /// How often what was refused was to be tried again although the ticket was not changed.
    #[serde(default)]
    pub retries: u32,
}

/// A ticket's first message as Discord was last told to show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstMessage {
    /// The message; none before it is posted, and after it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// A digest of what it shows.
    pub digest: String,
    /// How often it was posted.
    pub posts: u32,
}

/// One thing that Discord shows of a ticket, whatever becomes of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Who sees the channel. Earlier versions knew of added members only.
    #[serde(alias = "members")]
    Audience,
    /// The first message, with the ticket's buttons.
    FirstMessage,
    /// The channel's name.
    Name,
    /// The channel's topic.
    Topic,
    /// The channel's category.
    Category,
    /// The messages that are pinned in the channel.
    Pins,
}

impl Shown {
    /// What the channel's name and topic say is not known any more.
    pub fn forget_words(&mut self) {
        self.name.clear();
        self.topic = Some(String::new());
    }

    /// What was refused is tried again, although the ticket was not changed.
    pub fn try_again(&mut self) {
        self.retries += 1;
    }
}

impl Aspect {
    /// All aspects.
    pub const ALL: [Self; 6] =
        [Self::Audience, Self::FirstMessage, Self::Name, Self::Topic, Self::Category, Self::Pins];

    /// Its name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::FirstMessage => "first_message",
            Self::Name => "name",
            Self::Topic => "topic",
            Self::Category => "category",
            Self::Pins => "pins",
        }
    }
}

/// An aspect that Discord refuses to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Why.
    pub problem: Problem,
    /// Since when.
    pub since: Timestamp,
    /// How many changes the ticket had seen when it was tried last: the next change tries it again.
    pub tried_at_change: u32,
    /// How many retries there had been by then: what is to be tried again while a try is under way is tried once more.
    #[serde(default)]
    pub tried_at_retry: u32,
    /// Whether people were told.
    pub told: bool,
}

/// Why Discord refuses for good, as far as it can be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Problem {
    /// The bot lacks permissions.
    Forbidden {
        /// Which; empty where Discord does not tell.
        missing: Vec<BotPermission>,
    },
    /// Discord does not take the name.
    NameRefused,
    /// There is no room in the category.
    Full,
    /// Another reason, which is a mistake of ours.
    Rejected {
        /// Discord's JSON error code, or the HTTP status where there is none.
        code: u32,
        /// Discord's message.
        message: String,
    },
}

impl Problem {
    /// What an error means for one aspect; `None` where the same request may work later, or concerns all of them.
    pub fn of(error: &DiscordError) -> Option<Self> {
        match error {
            DiscordError::Forbidden => Some(Self::Forbidden { missing: Vec::new() }),
            DiscordError::NameRefused => Some(Self::NameRefused),
            DiscordError::Rejected { code, message } => Some(Self::Rejected { code: *code, message: message.clone() }),
            DiscordError::Full => Some(Self::Full),
            DiscordError::Missing => Some(Self::Rejected { code: 0, message: error.to_string() }),
            DiscordError::InvalidField { .. } => Some(Self::Rejected { code: 50035, message: error.to_string() }),
            DiscordError::WrongChannelKind => Some(Self::Rejected { code: 50008, message: error.to_string() }),
            DiscordError::Gone
            | DiscordError::Limited(_)
            | DiscordError::Unavailable(_)
            | DiscordError::Ambiguous
            | DiscordError::NotInGuild
            | DiscordError::Stopped => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_tried_again_while_a_try_is_under_way_is_told_from_what_was_tried() {
        let mut shown = Shown::default();
        let begun = shown.retries;
        shown.try_again();
        let problem = Problem::Forbidden { missing: Vec::new() };
        let since = Timestamp::default();
        let noted = Trouble { problem, since, tried_at_change: 1, tried_at_retry: begun, told: false };
        assert_ne!((noted.tried_at_change, noted.tried_at_retry), (1, shown.retries));
    }
}
