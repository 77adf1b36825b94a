//! `/dashboard/{bot}/{guild}/settings/panels`: the messages by which members open tickets.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::panel::{MOST_PANEL_NAME_CHARACTERS, Panel, PanelChange, PanelId};

use super::choices::Choices;
use super::entered::Entered;
use super::form::{Field, Form};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Which panel that was deleted.
#[derive(Debug, Deserialize)]
pub(super) struct FormerPath {
    panel: String,
}

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await?).await
}

/// Makes one.
pub(super) async fn create(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let name = entered.text("name");
    let change = PanelChange { name: Some(name.clone()), title: Some(name), ..PanelChange::default() };
    let made = on.desk.create_panel(on.at, &on.sender(&entered), &change).await;
    let to = made.as_ref().map_or_else(|_| "/panels".to_owned(), |panel| format!("/panels/{}", panel.id));
    let again = on.once_more(made, &entered, &to).await?;
    again.show(page(&again.on).await?, &entered).await
}

/// Takes back that one was deleted.
pub(super) async fn restore(
    on: InSettings,
    Path(path): Path<FormerPath>,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let restored = match path.panel.parse() {
        Ok(id) => on.desk.restore_panel(on.at, &on.sender(&entered), PanelId(id)).await,
        Err(_) => Err(Refusal::PanelGone.into()),
    };
    Err(on.pressed(restored, &entered, "/panels").await)
}

/// Those that were deleted of late.
async fn former(on: &InSettings) -> Result<Option<Section>, Instead> {
    let panels = on.desk.restorable_panels(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
    let row = |panel: &Panel| on.former(&format!("/panels/{}", panel.id), &panel.name, panel.removed_at);
    Ok(on.restorable(panels.iter().map(row).collect()))
}

async fn page(on: &InSettings) -> Result<Page, Instead> {
    let panels = on.desk.list_panels(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
    let choices = on.choices().await;
    let rows = panels.iter().map(|panel| row(on, &choices, panel)).collect();
    let name = Field::line("name", on.say("page-panels-name"), "", MOST_PANEL_NAME_CHARACTERS);
    let form = Form::new("create", on.address("/panels"), on.say("page-panels-create"), vec![name]);
    let all = Section { rows, none: on.say("page-panels-none"), ..Section::default() };
    let form = on.once_only(form.titled(on.say("page-panels-new"), String::new()));
    let (title, about) = (on.say("page-panels"), on.say("page-panels-about"));
    let sections = [all, Section::of_forms(vec![form])].into_iter().chain(former(on).await?).collect();
    Ok(Page { title, about, sections, ..Page::default() })
}

fn row(on: &InSettings, choices: &Choices, panel: &Panel) -> Row {
    let rest = format!("/panels/{}", panel.id);
    let mut remove = on.deed(&format!("{rest}/delete"), "page-delete", "page-delete-named", &panel.name);
    remove.is_danger = true;
    Row {
        name: panel.name.clone(),
        address: Some(on.address(&rest)),
        about: vec![panel.title.clone(), published(on, choices, panel)],
        deeds: vec![remove],
        ..Row::default()
    }
}

/// Where a panel is published.
pub(super) fn published(on: &InSettings, choices: &Choices, panel: &Panel) -> String {
    let channels: Vec<String> = panel.messages().map(|there| choices.channel(there.channel)).collect();
    match channels.as_slice() {
        [] => on.say("page-panels-unsent"),
        channels => on.name("page-panels-sent", &channels.join(", ")),
    }
}
