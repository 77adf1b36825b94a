//! The form for what is written about a ticket type: what is left empty in it is taken back.

use tickit_domain::error::Outcome;
use tickit_domain::image_url::MOST_URL_CHARACTERS;
use tickit_domain::name::MOST_NAME_CHARACTERS;
use tickit_domain::settings::{Change, MOST_DESCRIPTION_CHARACTERS, MOST_WELCOME_CHARACTERS, TicketType, TypeChange};

use crate::custom_id::CustomId;
use crate::reply::{Input, Modal};
use crate::submission::Submission;
use crate::words::Speech;

/// The most characters that a colour is written with.
const MOST_COLOUR_CHARACTERS: usize = 20;

/// The form, with what a type has now.
pub(crate) fn form(kind: &TicketType, custom_id: &CustomId, speech: Speech<'_>) -> Modal {
    let welcome = &kind.welcome;
    let input = |id: &str, key: &str, value: Option<String>, longest: usize| {
        Input::optional_text(id, speech.say(key), value, longest)
    };
    let colour = welcome.colour.map(|colour| colour.to_string());
    let image = welcome.image.as_ref().map(|image| image.as_str().to_owned());
    let inputs = vec![
        input("description", "type-description", kind.description.clone(), MOST_DESCRIPTION_CHARACTERS),
        input("names", "type-names", kind.name_template.clone(), MOST_NAME_CHARACTERS),
        input("welcome", "type-welcome", welcome.text.clone(), MOST_WELCOME_CHARACTERS),
        input("colour", "type-colour", colour, MOST_COLOUR_CHARACTERS),
        input("image", "type-image", image, MOST_URL_CHARACTERS),
    ];
    Modal { custom_id: custom_id.to_string(), title: kind.name.clone(), inputs }
}

/// What the form changes.
pub(crate) fn change(form: &Submission) -> Outcome<TypeChange> {
    Ok(TypeChange {
        description: Change::to(form.text("description")),
        name_template: Change::to(form.text("names")),
        welcome_text: Change::to(form.text("welcome")),
        welcome_colour: Change::to_parsed(form.text("colour"))?,
        welcome_image: Change::to_parsed(form.text("image"))?,
        ..TypeChange::default()
    })
}
