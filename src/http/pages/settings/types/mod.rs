//! `/dashboard/{bot}/{guild}/settings/types`: the ticket types.

mod fields;
mod kind;
mod on_type;
mod question_fields;
mod questions;
mod teams;

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::settings::{MOST_TYPE_NAME_CHARACTERS, TicketType, TypeChange, TypeId};

pub(super) use self::kind::{remove, save, show};
pub(super) use self::questions::{
    add_question, move_question, new_question, remove_question, save_question, show_question,
};
pub(super) use self::teams::save_teams;
use super::entered::Entered;
use super::form::{Field, Form};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Which type that was removed.
#[derive(Debug, Deserialize)]
pub(super) struct FormerPath {
    #[serde(rename = "type")]
    kind: String,
}

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on)).await
}

/// Adds one.
pub(super) async fn add(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let change = TypeChange { name: Some(entered.text("name")), ..TypeChange::default() };
    let added = on.desk.add_type(on.at, &on.sender(&entered), &change).await;
    let to = added.as_ref().map_or_else(|_| "/types".to_owned(), |kind| format!("/types/{}", kind.id.0));
    let again = on.once_more(added, &entered, &to).await?;
    again.show(page(&again.on), &entered).await
}

/// Takes back that one was removed.
pub(super) async fn restore(
    on: InSettings,
    Path(path): Path<FormerPath>,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let restored = match path.kind.parse() {
        Ok(id) => on.desk.restore_type(on.at, &on.sender(&entered), TypeId(id)).await,
        Err(_) => Err(Refusal::NoSuchType.into()),
    };
    Err(on.pressed(restored, &entered, "/types").await)
}

/// Those that were removed of late.
fn former(on: &InSettings) -> Option<Section> {
    let row = |kind: &TicketType| on.former(&format!("/types/{}", kind.id.0), &kind.name, kind.removed_at);
    on.restorable(on.settings.restorable_types(on.desk.now()).map(row).collect())
}

fn page(on: &InSettings) -> Page {
    let rows = on.settings.types.iter().map(|kind| row(on, kind)).collect();
    let name = Field::line("name", on.say("page-types-name"), "", MOST_TYPE_NAME_CHARACTERS);
    let form = Form::new("add", on.address("/types"), on.say("page-types-add"), vec![name]);
    let all = Section { rows, none: on.say("page-types-none"), ..Section::default() };
    let add = Section::of_forms(vec![on.once_only(form.titled(on.say("page-types-new"), String::new()))]);
    let (title, about) = (on.say("page-types"), on.say("page-types-about"));
    Page { title, about, sections: [all, add].into_iter().chain(former(on)).collect(), ..Page::default() }
}

fn row(on: &InSettings, kind: &TicketType) -> Row {
    let rest = format!("/types/{}", kind.id.0);
    let questions = on.count("page-types-questions", kind.form.questions().len());
    let mut remove = on.deed(&format!("{rest}/remove"), "page-remove", "page-remove-named", &kind.name);
    remove.is_danger = true;
    Row {
        name: named(kind),
        address: Some(on.address(&rest)),
        about: kind.description.clone().into_iter().chain([questions]).collect(),
        deeds: vec![remove],
        ..Row::default()
    }
}

/// What a type is called, behind its emoji.
fn named(kind: &TicketType) -> String {
    match kind.emoji.as_deref().filter(|emoji| !emoji.starts_with('<')) {
        Some(emoji) => format!("{emoji} {}", kind.name),
        None => kind.name.clone(),
    }
}
