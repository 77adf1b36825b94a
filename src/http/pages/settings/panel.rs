//! `/dashboard/{bot}/{guild}/settings/panels/{panel}`: one panel, as members see it.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::image_url::MOST_URL_CHARACTERS;
use tickit_domain::panel::{
    MOST_PANEL_NAME_CHARACTERS, MOST_TEXT_CHARACTERS, MOST_TITLE_CHARACTERS, NewPanel, Panel, PanelChange, PanelId,
    Shows,
};
use tickit_domain::settings::{Change, TypeId};

use super::choices::Choices;
use super::entered::Entered;
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Section};
use super::panels::published;
use super::preview::Preview;
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;
use crate::http::state::HttpState;

/// The most characters of a colour.
const MOST_COLOUR_CHARACTERS: usize = 20;

const SHOWS: [(Shows, &str); 2] = [(Shows::Buttons, "buttons"), (Shows::Menu, "menu")];

/// Whoever may change settings, and which of the panels the address names.
#[derive(Debug)]
pub(super) struct OnPanel {
    on: InSettings,
    panel: Panel,
}

#[derive(Debug, Deserialize)]
struct PanelPath {
    panel: String,
}

impl FromRequestParts<HttpState> for OnPanel {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let on = InSettings::from_request_parts(parts, state).await?;
        let path = Path::<PanelPath>::from_request_parts(parts, state).await.ok();
        // A number that is none is no panel's.
        let id = path.and_then(|Path(path)| path.panel.parse().ok()).map(PanelId);
        let id = id.ok_or_else(|| on.instead(Refusal::PanelGone))?;
        let panel = on.desk.panel_to_edit(on.at, &on.actor, id).await.map_err(|error| on.instead(error))?;
        Ok(Self { on, panel })
    }
}

impl Deref for OnPanel {
    type Target = InSettings;

    fn deref(&self) -> &InSettings {
        &self.on
    }
}

/// Shows it.
pub(super) async fn show(on: OnPanel) -> Result<Response, Instead> {
    on.show(page(&on, &on.panel).await).await
}

/// Saves it. Its messages follow.
pub(super) async fn save(on: OnPanel, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let (id, to) = (on.panel.id, on.rest());
    let done = on.saved(&entered).await;
    let again = on.on.once_more(done, &entered, &to).await?;
    let now = again.on.desk.panel_to_edit(again.on.at, &again.on.actor, id).await;
    let now = now.map_err(|error| again.on.instead(error))?;
    again.show(page(&again.on, &now).await, &entered).await
}

/// Posts it in a channel.
pub(super) async fn send(on: OnPanel, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let (id, to) = (on.panel.id, on.rest());
    let done = match entered.text("channel").parse() {
        Ok(channel) => {
            let wanted = NewPanel { channel, title: String::new(), text: String::new(), panel: Some(id) };
            on.desk.send_panel(on.at, &on.sender(&entered), wanted, None).await
        }
        Err(_) => Err(Refusal::NoSuchChannel.into()),
    };
    let (panel, again) = (on.panel, on.on.once_more(done, &entered, &to).await?);
    again.show(page(&again.on, &panel).await, &entered).await
}

/// Deletes it and its messages.
pub(super) async fn delete(on: OnPanel, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let deleted = on.desk.delete_panel(on.at, &on.sender(&entered), on.panel.id, None).await;
    Err(on.on.pressed(deleted, &entered, "/panels").await)
}

impl OnPanel {
    fn rest(&self) -> String {
        format!("/panels/{}", self.panel.id)
    }

    /// What came of saving it. What was sent twice was saved once.
    async fn saved(&self, entered: &Entered) -> Outcome<()> {
        let (change, actor) = (change(entered)?, self.sender(entered));
        let saved = self.desk.edit_panel_if(entered.changes(), self.at, &actor, self.panel.id, &change).await;
        match saved {
            Err(Error::Refused(Refusal::ChangedMeanwhile { .. })) if self.panel.log.knows(&actor.cause) => Ok(()),
            saved => saved,
        }
    }
}

/// What it is to be. All types in their order are what a panel without types of its own shows.
fn change(entered: &Entered) -> Result<PanelChange, Refusal> {
    let numbers: Vec<TypeId> = entered.all("types").iter().filter_map(|text| text.parse().ok()).map(TypeId).collect();
    Ok(PanelChange {
        name: Some(entered.text("name")),
        title: Some(entered.text("title")),
        text: Change::to(&entered.text("text")),
        image: Change::to_parsed(&entered.text("image"))?,
        thumbnail: Change::to_parsed(&entered.text("thumbnail"))?,
        colour: Change::to_parsed(&entered.text("colour"))?,
        shows: entered.named("shows"),
        types: Change::Keep,
        numbered: if numbers.is_empty() { Change::Clear } else { Change::Set(numbers) },
    })
}

async fn page(on: &InSettings, panel: &Panel) -> Page {
    let choices = on.choices().await;
    let back = on.name("page-back", &on.say("page-panels"));
    let edit = Form::new("panel", on.address(&format!("/panels/{}", panel.id)), on.say("page-save"), fields(on, panel));
    let edit = edit.sending("once", on.once()).sending("changes", panel.log.changes().to_string());
    Page {
        title: panel.name.clone(),
        about: published(on, &choices, panel),
        back: Some(Link { address: on.address("/panels"), text: back, is_here: false }),
        preview: Some(Preview::of(panel, &on.settings)),
        sections: vec![Section::of_forms(vec![sending(on, panel, &choices), edit])],
        ..Page::default()
    }
}

fn sending(on: &InSettings, panel: &Panel, choices: &Choices) -> Form {
    let channel = Field::new("channel", on.say("page-panel-channel"), Input::One(choices.channels(&[])));
    let action = on.address(&format!("/panels/{}/send", panel.id));
    on.once_only(Form::new("send", action, on.say("page-panel-send"), vec![channel]))
}

fn fields(on: &InSettings, panel: &Panel) -> Vec<Field> {
    let shows = SHOWS.iter().find(|(shows, _)| *shows == panel.shows).map_or("", |(_, name)| name);
    let all_shows = SHOWS.map(|(_, name)| (name, on.say(&format!("page-shows-{name}"))));
    let url = |image: Option<&tickit_domain::image_url::ImageUrl>| image.map_or("", |image| image.as_str()).to_owned();
    let colour = panel.colour.map(|colour| colour.to_string()).unwrap_or_default();
    vec![
        Field::line("name", on.say("page-panels-name"), &panel.name, MOST_PANEL_NAME_CHARACTERS)
            .hint(on.say("page-panel-name-hint")),
        Field::line("title", on.say("page-panel-title"), &panel.title, MOST_TITLE_CHARACTERS),
        Field::lines("text", on.say("page-panel-text"), &panel.text, MOST_TEXT_CHARACTERS),
        Field::line("colour", on.say("page-colour"), colour, MOST_COLOUR_CHARACTERS).hint(on.say("page-colour-hint")),
        Field::line("image", on.say("page-image"), url(panel.image.as_ref()), MOST_URL_CHARACTERS)
            .hint(on.say("page-image-hint")),
        Field::line("thumbnail", on.say("page-panel-thumbnail"), url(panel.thumbnail.as_ref()), MOST_URL_CHARACTERS),
        Field::new("shows", on.say("page-panel-shows"), Input::One(Choice::among(all_shows, shows))),
        Field::new("types", on.say("page-types"), Input::Any(types(on, panel))).hint(on.say("page-panel-types-hint")),
    ]
}

/// The types of a panel in their order, and then the others.
fn types(on: &InSettings, panel: &Panel) -> Vec<Choice> {
    let own = panel.types.iter().filter_map(|id| on.settings.ticket_type(*id).ok());
    let others = on.settings.types.iter().filter(|kind| !panel.types.contains(&kind.id));
    let choice = |is_chosen| {
        move |kind: &tickit_domain::settings::TicketType| Choice {
            value: kind.id.0.to_string(),
            text: kind.name.clone(),
            is_chosen,
        }
    };
    own.map(choice(true)).chain(others.map(choice(false))).collect()
}
