//! Buttons that turn the pages of a list.

use crate::control::{Button, ButtonStyle};
use crate::custom_id::CustomId;
use crate::message::Message;

/// A message with buttons for the pages before and after this one, as far as there are any. `turn` makes the custom id of
/// the button that shows a page.
pub(crate) fn turning(message: Message, page: usize, pages: usize, turn: impl Fn(usize) -> CustomId) -> Message {
    let button = |page: usize, emoji: &str| Button {
        label: page.to_string(),
        custom_id: turn(page).to_string(),
        style: ButtonStyle::Secondary,
        emoji: Some(emoji.into()),
    };
    let before = (page > 1).then(|| button(page - 1, "◀️"));
    let after = (page < pages).then(|| button(page + 1, "▶️"));
    let buttons: Vec<Button> = before.into_iter().chain(after).collect();
    if buttons.is_empty() { message } else { message.buttons(&buttons) }
}
