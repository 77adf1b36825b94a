//! A message as Discord takes it: embeds, buttons, nobody pinged unless named, and nothing longer than it may be.

use serde::Serialize;
use serde_json::{Value, json};
use tickit_domain::accent_colour::AccentColour;
use tickit_domain::ids::{RoleId, UserId};
use tickit_domain::image_url::ImageUrl;
use tickit_domain::json_text::JsonText;

use crate::limits::{self, cut};

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

/// A button.
#[derive(Debug, Clone, PartialEq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What comes back when it is pressed.
    pub custom_id: String,
    /// How it looks.
    pub style: ButtonStyle,
    /// Its emoji: a Unicode one or `<:name:id>`.
    pub emoji: Option<String>,
}

/// A select menu of which one option is chosen
/// (<https://docs.discord.com/developers/components/reference#string-select>).
#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    /// What comes back with the choice.
    pub custom_id: String,
    /// What it says while nothing is chosen.
    pub placeholder: String,
    /// What can be chosen, at most 25: what each says, and the value that comes back.
    pub options: Vec<(String, String)>,
}

/// How a button looks (<https://docs.discord.com/developers/components/reference#button-button-styles>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonStyle {
    /// The main thing to do.
    Primary = 1,
    /// Something else.
    Secondary = 2,
    /// Ends something.
    Danger = 4,
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

    /// With text above its embeds in which this user is pinged.
    #[must_use]
    pub fn calling(mut self, user: UserId) -> Self {
        let user = user.to_string();
        self.content = format!("<@{user}>");
        self.allowed_mentions.users.push(user);
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
        let row = |row: &[Button]| json!({ "type": 1, "components": row.iter().map(Button::json).collect::<Vec<_>>() });
        self.components.extend(buttons.chunks(limits::ROW).map(row));
        self
    }

    /// With a select menu below.
    #[must_use]
    pub fn menu(mut self, menu: &Menu) -> Self {
        self.components.push(json!({ "type": 1, "components": [menu.json()] }));
        self
    }

    /// As JSON, for a request's body; what is longer than Discord takes is cut.
    pub fn to_json(&self) -> JsonText {
        JsonText::of(&self.fitting()).unwrap_or_else(|_| JsonText::kept("{}"))
    }

    /// The same with what is longer than Discord takes cut.
    pub(crate) fn fitting(&self) -> Self {
        let mut fitting = self.clone();
        fitting.content = cut(&fitting.content, limits::CONTENT);
        fitting.components.truncate(limits::ROW);
        let mut room = limits::EMBEDS;
        for embed in &mut fitting.embeds {
            embed.fit(&mut room);
        }
        fitting
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

    fn with_field(mut self, name: &str, value: &str, inline: bool) -> Self {
        if !value.trim().is_empty() {
            self.fields.push(Field { name: name.to_owned(), value: value.to_owned(), inline });
        }
        self
    }

    /// Cuts what is too long by itself, or for the room that the embeds of a message have together.
    fn fit(&mut self, room: &mut usize) {
        let mut fit = |text: &mut String, most: usize| {
            *text = cut(text, most.min(*room));
            *room = room.saturating_sub(text.chars().count());
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

impl Menu {
    fn json(&self) -> Value {
        let option = |(label, value): &(String, String)| json!({ "label": cut(label, limits::OPTION), "value": value });
        let options: Vec<Value> = self.options.iter().take(limits::OPTIONS).map(option).collect();
        let placeholder = cut(&self.placeholder, limits::PLACEHOLDER);
        json!({ "type": 3, "custom_id": self.custom_id, "placeholder": placeholder, "options": options })
    }
}

impl Button {
    fn json(&self) -> Value {
        let label = cut(&self.label, limits::BUTTON_LABEL);
        let mut json = json!({ "type": 2, "style": self.style as u8, "label": label, "custom_id": self.custom_id });
        if let (Some(emoji), Value::Object(fields)) = (self.emoji.as_deref().and_then(emoji_json), &mut json) {
            fields.insert("emoji".into(), emoji);
        }
        json
    }
}

/// `<:name:id>` and `<a:name:id>` are a guild's own emoji; anything else is taken for a Unicode one.
fn emoji_json(emoji: &str) -> Option<Value> {
    let Some(own) = emoji.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return (!emoji.is_empty()).then(|| json!({ "name": emoji }));
    };
    match own.split(':').collect::<Vec<_>>()[..] {
        ["" | "a", name, id] => Some(json!({ "name": name, "id": id, "animated": own.starts_with('a') })),
        _ => None,
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(flags: &u32) -> bool {
    *flags == 0
}
