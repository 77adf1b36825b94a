//! What members see of a panel, as far as a page can show it.

use tickit_domain::panel::{Panel, Shows};
use tickit_domain::settings::{ButtonStyle, Settings, TicketType};

/// A panel as it looks in Discord.
#[derive(Debug, Clone)]
pub(super) struct Preview {
    /// As `#RRGGBB`.
    pub(super) colour: Option<String>,
    pub(super) title: String,
    pub(super) text: String,
    /// Where its pictures come from. They are not shown: a page loads nothing from elsewhere.
    pub(super) image: Option<String>,
    pub(super) thumbnail: Option<String>,
    pub(super) is_menu: bool,
    pub(super) types: Vec<Offer>,
}

/// A type that it offers.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) name: String,
    pub(super) emoji: Option<String>,
    pub(super) description: Option<String>,
    /// How its button looks.
    pub(super) style: &'static str,
}

impl Preview {
    pub(super) fn of(panel: &Panel, settings: &Settings) -> Self {
        let types = panel.types_of(settings).into_iter().enumerate();
        Self {
            colour: panel.colour.map(|colour| colour.to_string()),
            title: panel.title.clone(),
            text: panel.text.clone(),
            image: panel.image.as_ref().map(|image| image.as_str().to_owned()),
            thumbnail: panel.thumbnail.as_ref().map(|image| image.as_str().to_owned()),
            is_menu: panel.shows == Shows::Menu,
            types: types.map(|(index, kind)| Offer::of(kind, index == 0)).collect(),
        }
    }
}

impl Offer {
    fn of(kind: &TicketType, is_first: bool) -> Self {
        let style = match (kind.style, is_first) {
            (Some(ButtonStyle::Primary), _) | (None, true) => "primary",
            (Some(ButtonStyle::Secondary), _) | (None, false) => "secondary",
            (Some(ButtonStyle::Success), _) => "success",
            (Some(ButtonStyle::Danger), _) => "danger",
        };
        Self {
            name: kind.name.clone(),
            emoji: kind.emoji.as_deref().map(shown),
            description: kind.description.clone(),
            style,
        }
    }
}

/// An emoji as a page shows it: a server's own by its name.
fn shown(emoji: &str) -> String {
    let own = emoji.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    match own.and_then(|rest| rest.split(':').nth(1)) {
        Some(name) => format!(":{name}:"),
        None => emoji.to_owned(),
    }
}
