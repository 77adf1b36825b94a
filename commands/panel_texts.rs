//! The form for what is written on a panel: what is left empty in it is taken back.

use tickit_domain::error::Outcome;
use tickit_domain::image_url::MOST_URL_CHARACTERS;
use tickit_domain::panel::{MOST_TEXT_CHARACTERS, MOST_TITLE_CHARACTERS, Panel, PanelChange};
use tickit_domain::settings::Change;

use crate::custom_id::CustomId;
use crate::reply::{Control, Input, Modal};
use crate::submission::Submission;
use crate::words::Speech;

/// The most characters that a colour is written with.
const MOST_COLOUR_CHARACTERS: usize = 20;

/// The form, with what a panel has now.
pub(crate) fn form(panel: &Panel, custom_id: &CustomId, speech: Speech<'_>) -> Modal {
    let url =
        |image: &Option<tickit_domain::image_url::ImageUrl>| image.as_ref().map(|image| image.as_str().to_owned());
    let title = Input {
        custom_id: "title".into(),
        label: speech.say("panel-form-title"),
        control: Control::Text { value: Some(panel.title.clone()), required: true, longest: MOST_TITLE_CHARACTERS },
    };
    let colour = panel.colour.map(|colour| colour.to_string());
    let optional = |id: &str, key: &str, value, longest| Input::optional_text(id, speech.say(key), value, longest);
    let inputs = vec![
        title,
        optional("text", "panel-form-text", Some(panel.text.clone()), MOST_TEXT_CHARACTERS),
        optional("colour", "panel-form-colour", colour, MOST_COLOUR_CHARACTERS),
        optional("image", "panel-form-image", url(&panel.image), MOST_URL_CHARACTERS),
        optional("thumbnail", "panel-form-thumbnail", url(&panel.thumbnail), MOST_URL_CHARACTERS),
    ];
    Modal { custom_id: custom_id.to_string(), title: panel.name.clone(), inputs }
}

/// What the form changes.
pub(crate) fn change(form: &Submission) -> Outcome<PanelChange> {
    Ok(PanelChange {
        title: Some(form.text("title").to_owned()),
        text: Change::to(form.text("text")),
        colour: Change::to_parsed(form.text("colour"))?,
        image: Change::to_parsed(form.text("image"))?,
        thumbnail: Change::to_parsed(form.text("thumbnail"))?,
        ..PanelChange::default()
    })
}
