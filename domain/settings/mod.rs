//! What a guild's admins chose, a set of it for each bot.

mod change;
mod emoji;
mod ticket_type;

use serde::{Deserialize, Serialize};

pub use change::{Change, RolesChange, SettingsChange, TypeChange};
pub use ticket_type::{
    AccessRule, ButtonStyle, CloseRules, LONGEST_COOLDOWN, LONGEST_REOPEN, MOST_ACCESS_RULES,
    MOST_DESCRIPTION_CHARACTERS, MOST_OPEN, MOST_OVERFLOW, MOST_PINGS, MOST_TYPE_NAME_CHARACTERS,
    MOST_WELCOME_CHARACTERS, ReopenRules, TicketType, TypeId, Welcome, WhoCloses,
};

use crate::error::Refusal;
use crate::ids::{ChannelId, GuildId, RoleId};

/// The most ticket types: five rows of five buttons on a panel
/// (<https://docs.discord.com/developers/components/reference#action-row>).
pub const MOST_TYPES: usize = 25;

/// The most roles that work on all tickets, or on those of one type: each is an overwrite of every ticket's channel.
pub const MOST_STAFF: usize = 25;

/// A guild's settings for one bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Who works on tickets of every type.
    pub staff: Vec<RoleId>,
    /// The category in which ticket channels are made; none: at the top.
    pub category: Option<ChannelId>,
    /// Where transcripts are posted.
    pub log_channel: Option<ChannelId>,
    /// How channels are named; see [`crate::name`].
    pub name_template: String,
    /// The ticket types in the order of a panel's buttons.
    pub types: Vec<TicketType>,
    /// The number of the next type.
    pub next_type: u16,
    /// Whether `@everyone` is stored as staff, which earlier versions took, and is not heeded.
    #[serde(skip)]
    pub ignores_everyone: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            staff: Vec::new(),
            category: None,
            log_channel: None,
            name_template: "{type}-{number}".into(),
            types: Vec::new(),
            next_type: 1,
            ignores_everyone: false,
        }
    }
}

impl Settings {
    /// The type of this number, as long as it was not removed.
    pub fn ticket_type(&self, id: TypeId) -> Result<&TicketType, Refusal> {
        self.types.iter().find(|kind| kind.id == id).ok_or(Refusal::NoSuchType)
    }

    /// The roles that work on tickets of a type, or on tickets in general, each once.
    pub fn staff_of(&self, kind: Option<TypeId>) -> Vec<RoleId> {
        let of_type = kind.and_then(|kind| self.ticket_type(kind).ok()).map_or(&[][..], |kind| &kind.staff);
        let mut roles = Vec::new();
        for role in self.staff.iter().chain(of_type) {
            if !roles.contains(role) {
                roles.push(*role);
            }
        }
        roles
    }

    /// The same without `@everyone` as staff, whose role has the guild's own id: a ticket is never shown to everybody.
    #[must_use]
    pub fn without_everyone(mut self, guild: GuildId) -> Self {
        let everyone = RoleId::new(guild.get());
        self.ignores_everyone =
            self.staff.contains(&everyone) || self.types.iter().any(|kind| kind.staff.contains(&everyone));
        self.staff.retain(|role| *role != everyone);
        for kind in &mut self.types {
            kind.staff.retain(|role| *role != everyone);
        }
        self
    }
}
