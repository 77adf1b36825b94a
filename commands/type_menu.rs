//! Ticket types as options of a select menu.

use tickit_domain::settings::TicketType;

use crate::control::{Menu, MenuOption};

/// A menu of these types, of which each comes back as its number.
pub(crate) fn menu<'a>(
    custom_id: String,
    placeholder: String,
    types: impl IntoIterator<Item = &'a TicketType>,
) -> Menu {
    Menu { custom_id, placeholder, options: types.into_iter().map(option).collect() }
}

fn option(kind: &TicketType) -> MenuOption {
    MenuOption {
        label: kind.name.clone(),
        value: kind.id.0.to_string(),
        description: kind.description.clone(),
        emoji: kind.emoji.clone(),
    }
}
