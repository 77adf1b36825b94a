//! What a guild's admins chose, a set of it for each bot.

use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::form::Form;
use crate::ids::{ChannelId, RoleId};

/// The most ticket types: five rows of five buttons on a panel
/// (<https://docs.discord.com/developers/components/reference#action-row>).
pub const MOST_TYPES: usize = 25;

/// The most characters of a button's label
/// (<https://docs.discord.com/developers/components/reference#button>).
pub const MOST_TYPE_NAME_CHARACTERS: usize = 80;

/// A ticket type's number in its settings: short, so that it fits into custom ids, and never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypeId(pub u16);

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
        }
    }
}

/// One kind of ticket that members can open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketType {
    /// Its number.
    pub id: TypeId,
    /// What its button says.
    pub name: String,
    /// The emoji on its button, a Unicode one or `<:name:id>`.
    pub emoji: Option<String>,
    /// Who works on it besides the guild's staff.
    pub staff: Vec<RoleId>,
    /// How many of it one member may have open.
    pub limit: u32,
    /// What a member is asked before it opens.
    pub form: Form,
}

impl Settings {
    /// The type of this number, as long as it was not removed.
    pub fn ticket_type(&self, id: TypeId) -> Result<&TicketType, Refusal> {
        self.types.iter().find(|kind| kind.id == id).ok_or(Refusal::NoSuchType)
    }

    /// Adds a type, or changes the one of the same name (letters' case aside).
    pub fn put_type(&mut self, kind: TicketType) -> Result<TypeId, Refusal> {
        let mut kind = TicketType { name: kind.name.trim().to_owned(), ..kind };
        if kind.name.is_empty() || kind.name.chars().count() > MOST_TYPE_NAME_CHARACTERS {
            return Err(Refusal::TextLength { limit: u32::try_from(MOST_TYPE_NAME_CHARACTERS).unwrap_or(u32::MAX) });
        }
        if kind.emoji.as_deref().is_some_and(|emoji| !is_emoji(emoji)) {
            return Err(Refusal::NotAnEmoji);
        }
        let same_name = |other: &&mut TicketType| other.name.to_lowercase() == kind.name.to_lowercase();
        if let Some(existing) = self.types.iter_mut().find(same_name) {
            kind.id = existing.id;
            *existing = kind;
            return Ok(existing.id);
        }
        if self.types.len() >= MOST_TYPES {
            return Err(Refusal::TooManyTypes { limit: u32::try_from(MOST_TYPES).unwrap_or(u32::MAX) });
        }
        kind.id = TypeId(self.next_type);
        self.next_type = self.next_type.saturating_add(1);
        self.types.push(kind);
        Ok(TypeId(self.next_type.saturating_sub(1)))
    }

    /// The roles that work on tickets of a type, or on tickets in general.
    pub fn staff_of(&self, kind: Option<TypeId>) -> Vec<RoleId> {
        let of_type = kind.and_then(|kind| self.ticket_type(kind).ok()).map_or(&[][..], |kind| &kind.staff);
        self.staff.iter().chain(of_type).copied().collect()
    }
}

/// Whether Discord may take this for an emoji: a guild's own, `<:name:id>`, or anything that looks like a Unicode one.
/// A button with another is refused, and its whole panel with it.
fn is_emoji(text: &str) -> bool {
    if let Some(own) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let digits = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        return matches!(own.split(':').collect::<Vec<_>>()[..], ["" | "a", name, id] if !name.is_empty() && digits(id));
    }
    // Letters are emoji only where a variation selector says so, such as the one on a Japanese button.
    let (as_picture, letters) = (text.contains('\u{fe0f}'), text.contains(char::is_alphabetic));
    !text.is_ascii() && (as_picture || !letters) && !text.contains(char::is_whitespace)
}
