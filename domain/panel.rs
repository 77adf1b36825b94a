//! Panels: messages by which members open tickets. A panel is published in several channels, and each of its messages
//! follows it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::accent_colour::AccentColour;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::EventLog;
use crate::ids::{BotId, ChannelId, MessageId};
use crate::image_url::ImageUrl;
use crate::settings::{Change, MOST_TYPES, Settings, TicketType, TypeId};

/// The most panels of a bot in a guild: as many as an option offers while it is typed.
pub const MOST_PANELS: usize = 25;

/// The most messages of one panel: each is edited whenever the panel or a type of it changes.
pub const MOST_MESSAGES: usize = 10;

/// The most characters of a panel's name, which only those see who manage panels.
pub const MOST_PANEL_NAME_CHARACTERS: usize = 80;

/// The most characters of a panel's title.
pub const MOST_TITLE_CHARACTERS: usize = 256;

/// The most characters of a panel's text: a message displays 4,000
/// (<https://docs.discord.com/developers/components/reference#text-display>).
pub const MOST_TEXT_CHARACTERS: usize = 3000;

/// A panel's number, which is never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PanelId(pub u32);

/// A panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// Its number.
    pub id: PanelId,
    /// The bot whose it is.
    pub bot: BotId,
    /// What it is found by.
    pub name: String,
    /// The language of whoever made it, for what Tickit itself says in it.
    pub locale: String,
    /// Its title.
    pub title: String,
    /// The text below; may be empty.
    #[serde(default)]
    pub text: String,
    /// The image below the text.
    #[serde(default)]
    pub image: Option<ImageUrl>,
    /// The small image beside the text.
    #[serde(default)]
    pub thumbnail: Option<ImageUrl>,
    /// The colour at its side.
    #[serde(default)]
    pub colour: Option<AccentColour>,
    /// How its types are offered.
    #[serde(default)]
    pub shows: Shows,
    /// Its types in their order; none: all that there are.
    #[serde(default)]
    pub types: Vec<TypeId>,
    /// Its messages.
    #[serde(default)]
    pub published: Vec<Published>,
    /// Whether it was deleted, and its messages are to go.
    #[serde(default)]
    pub deleted: bool,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
    /// What happened to it, as far as that is not a record of its own yet.
    #[serde(default)]
    pub log: EventLog,
}

/// How a panel offers its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// A button for each.
    #[default]
    Buttons,
    /// A select menu.
    Menu,
}

/// A message of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Where it is.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// A digest of what it shows.
    pub digest: String,
    /// Whether it was found to be gone, which is shown until the panel is sent again.
    #[serde(default)]
    pub gone: bool,
}

/// What somebody wants to be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPanel {
    /// Where it shall be.
    pub channel: ChannelId,
    /// The title, which is what a panel of all types is called and found by.
    pub title: String,
    /// The text below.
    pub text: String,
    /// The panel; none: the one of all types that is called as the title says, which is made where there is none.
    #[serde(default)]
    pub panel: Option<PanelId>,
}

/// What becomes of a panel, or what a new one shall be. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PanelChange {
    /// What it is found by.
    pub name: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The text below.
    pub text: Change<String>,
    /// The image below the text.
    pub image: Change<ImageUrl>,
    /// The small image beside the text.
    pub thumbnail: Change<ImageUrl>,
    /// The colour at its side.
    pub colour: Change<AccentColour>,
    /// How its types are offered.
    pub shows: Option<Shows>,
    /// The names of its types in their order.
    pub types: Change<Vec<String>>,
    /// The same by their numbers.
    pub numbered: Change<Vec<TypeId>>,
}

/// The id of a panel's record, which is also what its events name it by.
pub(crate) fn record_id(bot: BotId, id: PanelId) -> String {
    format!("panel:{bot}:{:06}", id.0)
}

impl Panel {
    /// A panel of which nothing is chosen yet.
    pub fn numbered(id: PanelId, bot: BotId, locale: &str) -> Self {
        Self {
            id,
            bot,
            name: String::new(),
            locale: locale.to_owned(),
            title: String::new(),
            text: String::new(),
            image: None,
            thumbnail: None,
            colour: None,
            shows: Shows::default(),
            types: Vec::new(),
            published: Vec::new(),
            deleted: false,
            removed_at: None,
            log: EventLog::default(),
        }
    }

    /// Whether it is called this, letters' case and spaces around aside.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }

    /// The types that it offers, without those that were removed.
    pub fn types_of<'a>(&self, settings: &'a Settings) -> Vec<&'a TicketType> {
        if self.types.is_empty() {
            return settings.types.iter().collect();
        }
        self.types.iter().filter_map(|id| settings.ticket_type(*id).ok()).collect()
    }

    /// Its messages that are there, as far as that is known.
    pub fn messages(&self) -> impl Iterator<Item = &Published> {
        self.published.iter().filter(|published| !published.gone)
    }
}

impl PanelChange {
    /// Makes a panel what it shall be. The types have to be there.
    pub fn apply(&self, panel: &mut Panel, settings: &Settings) -> Result<(), Refusal> {
        if let Some(name) = &self.name {
            panel.name = fitting(name, MOST_PANEL_NAME_CHARACTERS)?;
        }
        if let Some(title) = &self.title {
            panel.title = fitting(title, MOST_TITLE_CHARACTERS)?;
        }
        if let Some(text) = self.text.value() {
            fitting(text, MOST_TEXT_CHARACTERS)?;
        }
        panel.text = self.text.after(Some(std::mem::take(&mut panel.text))).unwrap_or_default();
        panel.image = self.image.after(panel.image.take());
        panel.thumbnail = self.thumbnail.after(panel.thumbnail.take());
        panel.colour = self.colour.after(panel.colour);
        panel.shows = self.shows.unwrap_or(panel.shows);
        panel.types = match &self.types {
            Change::Keep => std::mem::take(&mut panel.types),
            Change::Clear => Vec::new(),
            Change::Set(names) => types_called(names, settings)?,
        };
        panel.types = match &self.numbered {
            Change::Keep => std::mem::take(&mut panel.types),
            Change::Clear => Vec::new(),
            Change::Set(ids) => types_numbered(ids, settings)?,
        };
        Ok(())
    }
}

fn types_called(names: &[String], settings: &Settings) -> Result<Vec<TypeId>, Refusal> {
    let mut types = Vec::new();
    for name in names.iter().take(MOST_TYPES) {
        let id = settings.type_called(name)?.id;
        if !types.contains(&id) {
            types.push(id);
        }
    }
    Ok(types)
}

/// These types, each once.
fn types_numbered(ids: &[TypeId], settings: &Settings) -> Result<Vec<TypeId>, Refusal> {
    let mut types = Vec::new();
    for id in ids {
        let id = settings.ticket_type(*id)?.id;
        if !types.contains(&id) {
            types.push(id);
        }
    }
    Ok(types)
}

fn fitting(text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most {
        return Err(Refusal::TextLength { limit: most });
    }
    Ok(text.to_owned())
}

impl fmt::Display for PanelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TypeChange;

    #[test]
    fn a_panel_offers_the_types_that_it_names_in_their_order_or_all_that_there_are() {
        let mut settings = Settings::default();
        for name in ["Billing", "Sales", "Support"] {
            settings.add_type(&TypeChange { name: Some(name.into()), ..TypeChange::default() }).unwrap();
        }
        let mut panel = Panel::numbered(PanelId(1), BotId::new(7), "de");
        let mut names = |types: Change<Vec<String>>, settings: &Settings| {
            let change = PanelChange { types, ..PanelChange::default() };
            change.apply(&mut panel, settings)?;
            Ok(panel.types_of(settings).iter().map(|kind| kind.name.clone()).collect::<Vec<_>>())
        };
        assert_eq!(names(Change::Keep, &settings).unwrap(), ["Billing", "Sales", "Support"]);
        let some = Change::Set(vec!["support".into(), "Billing".into(), "SUPPORT ".into()]);
        assert_eq!(names(some, &settings).unwrap(), ["Support", "Billing"]);
        let unknown = Refusal::UnknownType { kind: "Refunds".into() };
        assert_eq!(names(Change::Set(vec!["Refunds".into()]), &settings), Err(unknown));
        settings.remove_type(TypeId(3), Timestamp::default()).unwrap();
        assert_eq!(names(Change::Keep, &settings).unwrap(), ["Billing"]);
        assert_eq!(names(Change::Clear, &settings).unwrap(), ["Billing", "Sales"]);
    }
}
