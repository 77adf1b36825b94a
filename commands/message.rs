//! A message as Discord takes it: embeds, buttons, nobody pinged unless named, and nothing longer than it may be.

use serde::Serialize;
use serde_json::{Value, json};
use tickit_domain::accent_colour::AccentColour;
use tickit_domain::ids::{RoleId, UserId};
use tickit_domain::image_url::ImageUrl;
use tickit_domain::json_text::JsonText;

use crate::control;
pub use crate::control::{Button, ButtonStyle, Menu, MenuOption};
use crate::limits::{self, cut};
use crate::mention::Mention;

/// Only whoever pressed sees it (<https://docs.discord.com/developers/resources/message#message-object-message-flags>).
const EPHEMERAL: u32 = 1 << 6;

/// The colours of embeds, one for each mood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Something to do or to read.
    Calm,
    /// It went well.
    Good,
    /// It is over.
    Over,
}

/// A message to send, or what one shall become.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Message {
    content: String,
    embeds: Vec<Embed>,
    components: Vec<Value>,
    allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "is_zero")]
    flags: u32,
}

/// An embed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Embed {
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    color: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Field {
    name: String,
    value: String,
    inline: bool,
}

/// Who is pinged: nobody, but those named.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct AllowedMentions {
    parse: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
}

impl Message {
    /// A message of plain text.
    pub fn text(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// A message of one embed.
    pub fn embed(embed: Embed) -> Self {
        Self { embeds: vec![embed], ..Self::default() }
    }

    /// Seen only by whoever pressed.
    #[must_use]
    pub const fn ephemeral(mut self) -> Self {
        self.flags |= EPHEMERAL;
        self
    }

    /// With text above its embeds.
    #[must_use]
    pub fn saying(mut self, content: String) -> Self {
        self.content = content;
        self
    }

    /// With text above its embeds in which this user is pinged.
    #[must_use]
    pub fn calling(mut self, user: UserId) -> Self {
        self.content = user.mention();
        self.allowed_mentions.users.push(user.to_string());
        self
    }

    /// With this user pinged in its text, which begins with their mention where it has none.
    #[must_use]
    pub fn addressing(mut self, user: UserId) -> Self {
        let (user, mention) = (user.to_string(), user.mention());
        if !self.content.contains(&mention) {
            self.content = format!("{mention} {}", self.content);
        }
        self.allowed_mentions.users.push(user);
        self
    }

    /// With these users pinged where its text mentions them.
    #[must_use]
    pub fn pinging(mut self, users: &[UserId]) -> Self {
        self.allowed_mentions.users.extend(users.iter().map(ToString::to_string));
        self
    }

    /// With these roles mentioned in the text above its embeds.
    #[must_use]
    pub fn calling_roles(mut self, roles: &[RoleId]) -> Self {
        for role in roles {
            let role = role.to_string();
            self.content.extend([" <@&", role.as_str(), ">"]);
            self.allowed_mentions.roles.push(role);
        }
        self
    }

    /// With buttons, five a row, in at most five rows.
    #[must_use]
    pub fn buttons(mut self, buttons: &[Button]) -> Self {
        self.components.extend(control::rows(buttons));
        self
    }

    /// With a select menu below.
    #[must_use]
    pub fn menu(mut self, menu: &Menu) -> Self {
        self.components.push(menu.row());
        self
    }

    /// As JSON, for a request's body; what is longer than Discord takes is cut.
    pub fn to_json(self) -> JsonText {
        JsonText::of(&self.fitting()).unwrap_or_else(|_| JsonText::kept("{}"))
    }

    /// The same with what is longer than Discord takes cut.
    pub(crate) fn fitting(mut self) -> Self {
        self.content = cut(&self.content, limits::CONTENT);
        self.components.truncate(limits::ROW);
        let mut room = limits::EMBEDS;
        for embed in &mut self.embeds {
            embed.fit(&mut room);
        }
        self
    }
}

impl Embed {
    /// An embed with a title.
    pub fn titled(title: impl Into<String>, mood: Colour) -> Self {
        let color = match mood {
            Colour::Calm => 0x58_65F2,
            Colour::Good => 0x23_A55A,
            Colour::Over => 0x80_848E,
        };
        Self { title: title.into(), color, ..Self::default() }
    }

    /// With text below the title.
    #[must_use]
    pub fn describing(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// In this colour, where one was chosen.
    #[must_use]
    pub const fn coloured(mut self, chosen: Option<AccentColour>) -> Self {
        if let Some(AccentColour(color)) = chosen {
            self.color = color;
        }
        self
    }

    /// With this image below, where one was chosen.
    #[must_use]
    pub fn picturing(mut self, image: Option<&ImageUrl>) -> Self {
        self.image = image.map(|image| json!({ "url": image.as_str() }));
        self
    }

    /// With a field across its width; left out where it says nothing.
    #[must_use]
    pub fn field(self, name: &str, value: &str) -> Self {
        self.with_field(name, value, false)
    }

    /// With a field beside others.
    #[must_use]
    pub fn inline_field(self, name: &str, value: &str) -> Self {
        self.with_field(name, value, true)
    }

    /// With a field, beside others or not.
    #[must_use]
    pub(crate) fn with_field(mut self, name: &str, value: &str, inline: bool) -> Self {
        if !value.trim().is_empty() {
            self.fields.push(Field { name: name.to_owned(), value: value.to_owned(), inline });
        }
        self
    }

    /// Cuts what is too long by itself, or for the room that the embeds of a message have together.
    fn fit(&mut self, room: &mut usize) {
        let mut fit = |text: &mut String, most: usize| {
            let most = most.min(*room);
            let characters = text.chars().count();
            if characters > most {
                *text = cut(text, most);
            }
            *room -= characters.min(most);
        };
        fit(&mut self.title, limits::EMBED_TITLE);
        fit(&mut self.description, limits::EMBED_DESCRIPTION);
        self.fields.truncate(limits::FIELDS);
        for field in &mut self.fields {
            fit(&mut field.name, limits::FIELD_NAME);
            fit(&mut field.value, limits::FIELD_VALUE);
        }
        self.fields.retain(|field| !field.name.is_empty() && !field.value.is_empty());
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(flags: &u32) -> bool {
    *flags == 0
}
