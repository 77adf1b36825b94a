//! What members press and choose from below a message: rows of buttons, and select menus.

use serde_json::{Value, json};

use crate::limits::{self, cut};

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
    /// What can be chosen, at most 25.
    pub options: Vec<MenuOption>,
}

/// What can be chosen in a menu.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MenuOption {
    /// What it says.
    pub label: String,
    /// What comes back.
    pub value: String,
    /// What stands below, where there is anything to say.
    pub description: Option<String>,
    /// Its emoji: a Unicode one or `<:name:id>`.
    pub emoji: Option<String>,
}

/// How a button looks (<https://docs.discord.com/developers/components/reference#button-button-styles>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonStyle {
    /// The main thing to do.
    Primary = 1,
    /// Something else.
    Secondary = 2,
    /// Begins something.
    Success = 3,
    /// Ends something.
    Danger = 4,
}

/// Rows of buttons, five each.
pub(crate) fn rows(buttons: &[Button]) -> impl Iterator<Item = Value> {
    let row = |row: &[Button]| json!({ "type": 1, "components": row.iter().map(Button::json).collect::<Vec<_>>() });
    buttons.chunks(limits::ROW).map(row)
}

impl Menu {
    /// A row with the menu in it.
    pub(crate) fn row(&self) -> Value {
        let options: Vec<Value> = self.options.iter().take(limits::OPTIONS).map(MenuOption::json).collect();
        let placeholder = cut(&self.placeholder, limits::PLACEHOLDER);
        let menu = json!({ "type": 3, "custom_id": self.custom_id, "placeholder": placeholder, "options": options });
        json!({ "type": 1, "components": [menu] })
    }
}

impl MenuOption {
    fn json(&self) -> Value {
        let mut json = json!({ "label": cut(&self.label, limits::OPTION), "value": self.value });
        if let Some(description) = &self.description {
            json["description"] = cut(description, limits::OPTION).into();
        }
        with_emoji(json, self.emoji.as_deref())
    }
}

impl From<(String, String)> for MenuOption {
    /// What it says, and what comes back.
    fn from((label, value): (String, String)) -> Self {
        Self { label, value, ..Self::default() }
    }
}

impl Button {
    fn json(&self) -> Value {
        let label = cut(&self.label, limits::BUTTON_LABEL);
        let json = json!({ "type": 2, "style": self.style as u8, "label": label, "custom_id": self.custom_id });
        with_emoji(json, self.emoji.as_deref())
    }
}

fn with_emoji(mut control: Value, emoji: Option<&str>) -> Value {
    if let Some(emoji) = emoji.and_then(emoji_json) {
        control["emoji"] = emoji;
    }
    control
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
