//! A panel as members see it.

use tickit_domain::panel::Panel;

use crate::message::{Button, ButtonStyle, Colour, Embed, Message};
use crate::open;

/// The message with a button for each ticket type.
pub fn message(panel: &Panel) -> Message {
    let buttons: Vec<Button> = panel
        .types
        .iter()
        .enumerate()
        .map(|(index, kind)| Button {
            label: kind.name.clone(),
            custom_id: open::custom_id(kind.id),
            style: if index == 0 { ButtonStyle::Primary } else { ButtonStyle::Secondary },
            emoji: kind.emoji.clone(),
        })
        .collect();
    Message::embed(Embed::titled(&panel.title, Colour::Calm).describing(&panel.text)).buttons(&buttons)
}
