//! The *More…* menu below a ticket's first message: each of its choices is the button of an action.

use tickit_domain::error::Refusal;
use tickit_domain::ids::TicketId;

use crate::chosen::Chosen;
use crate::custom_id::CustomId;
use crate::message::Menu;
use crate::words::Speech;

/// The word of the menu, which is no action's.
pub(crate) const WORD: &str = "more";

/// What can be chosen: the words of actions with a button, and what these are called.
const CHOICES: [(&str, &str); 15] = [
    ("request_close", "request_close-button"),
    ("assign", "assign-button"),
    ("transfer", "transfer-button"),
    ("priority", "priority-button"),
    ("label", "label-button"),
    ("add_member", "add_member-button"),
    ("remove_member", "remove_member-button"),
    ("move_ticket", "move_ticket-button"),
    ("rename", "rename-button"),
    ("set_topic", "set_topic-button"),
    ("add_note", "add_note-button"),
    ("list_notes", "list_notes-button"),
    ("pin", "pin-button"),
    ("show_ticket", "show_ticket-button"),
    ("show_transcript", "show_transcript-button"),
];

/// The menu below a ticket's first message.
pub(crate) fn menu(ticket: TicketId, speech: Speech<'_>) -> Menu {
    Menu {
        custom_id: CustomId::new(WORD, ticket).to_string(),
        placeholder: speech.say("more-menu"),
        options: CHOICES.iter().map(|(word, key)| (speech.say(key), (*word).to_owned()).into()).collect(),
    }
}

/// The button that was meant.
pub(crate) fn button(id: &CustomId, chosen: &Chosen) -> Result<CustomId, Refusal> {
    let word: String = chosen.one()?;
    let known = CHOICES.iter().any(|(choice, _)| *choice == word);
    if known { Ok(CustomId::new(&word, id.subject::<TicketId>()?)) } else { Err(Refusal::StaleControl) }
}
