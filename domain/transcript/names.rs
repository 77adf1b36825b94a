//! What those are called whom a conversation names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::TicketMessage;
use crate::ids::{ChannelId, RoleId, UserId};

/// So many people are remembered by name.
const MOST_PEOPLE: usize = 10_000;

/// What a guild's roles and channels are called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildNames {
    /// Its roles.
    pub roles: BTreeMap<RoleId, String>,
    /// Its channels.
    pub channels: BTreeMap<ChannelId, String>,
}

/// What is called by name in a conversation: a message may mention somebody who is named in a later one only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownNames {
    /// Who wrote or was mentioned, by the name that the last message of theirs has, at most ten thousand.
    pub people: BTreeMap<UserId, String>,
    /// The guild's roles and channels.
    pub guild: GuildNames,
}

impl KnownNames {
    /// Learns who is named in a message.
    pub fn learn_from(&mut self, message: &TicketMessage) {
        for mentioned in &message.mentioned {
            self.learn(mentioned.user, &mentioned.name);
        }
        if let Some(author) = message.author {
            self.learn(author, &message.author_name);
        }
    }

    fn learn(&mut self, user: UserId, name: &str) {
        let room = self.people.len() < MOST_PEOPLE || self.people.contains_key(&user);
        if room && !name.is_empty() {
            self.people.insert(user, name.to_owned());
        }
    }
}
