//! `/dashboard/{bot}/{guild}/settings/tags`: the answers that staff keeps ready.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::tag::{MOST_TAG_CHARACTERS, MOST_TAG_NAME_CHARACTERS, Tag, TagId};

use super::entered::Entered;
use super::form::{Field, Form};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Which tag: its number, which never is another's.
#[derive(Debug, Deserialize)]
pub(super) struct TagPath {
    tag: String,
}

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await?).await
}

/// Adds one.
pub(super) async fn add(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let (name, text) = (entered.text("name"), entered.text("text"));
    let added = on.desk.add_tag(on.at, &on.sender(&entered), &name, &text).await;
    let again = on.once_more(added, &entered, "/tags").await?;
    again.show(page(&again.on).await?, &entered).await
}

/// Shows one.
pub(super) async fn show(on: InSettings, Path(path): Path<TagPath>) -> Result<Response, Instead> {
    let tag = path.find(&on).await?;
    on.show(page_of(&on, &tag)).await
}

/// Has one say something else.
pub(super) async fn save(
    on: InSettings,
    Path(path): Path<TagPath>,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let tag = path.find(&on).await?;
    let saved = on.desk.edit_tag(on.at, &on.sender(&entered), tag.id, &entered.text("text")).await;
    let again = on.once_more(saved, &entered, "/tags").await?;
    again.show(page_of(&again.on, &tag), &entered).await
}

/// Deletes one.
pub(super) async fn delete(
    on: InSettings,
    Path(path): Path<TagPath>,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let tag = path.find(&on).await?;
    let deleted = on.desk.delete_tag(on.at, &on.sender(&entered), &tag.name).await;
    Err(on.pressed(deleted, &entered, "/tags").await)
}

/// Takes back that one was deleted.
pub(super) async fn restore(
    on: InSettings,
    Path(path): Path<TagPath>,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let restored = match path.tag.parse() {
        Ok(id) => on.desk.restore_tag(on.at, &on.sender(&entered), TagId(id)).await,
        Err(_) => Err(Refusal::TagGone.into()),
    };
    Err(on.pressed(restored, &entered, "/tags").await)
}

/// Those that were deleted of late.
async fn former(on: &InSettings) -> Result<Option<Section>, Instead> {
    let tags = on.desk.restorable_tags(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
    let row = |tag: &Tag| on.former(&format!("/tags/{}", tag.id.0), &tag.name, tag.removed_at());
    Ok(on.restorable(tags.iter().map(row).collect()))
}

impl TagPath {
    async fn find(&self, on: &InSettings) -> Result<Tag, Instead> {
        let tags = on.desk.list_tags(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
        let found = tags.into_iter().find(|tag| tag.id.0.to_string() == self.tag);
        found.ok_or_else(|| on.instead(Refusal::TagGone))
    }
}

async fn page(on: &InSettings) -> Result<Page, Instead> {
    let tags = on.desk.list_tags(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
    let rows = tags.iter().map(|tag| row(on, tag)).collect();
    let fields = vec![
        Field::line("name", on.say("page-tags-name"), "", MOST_TAG_NAME_CHARACTERS),
        Field::lines("text", on.say("page-tags-text"), "", MOST_TAG_CHARACTERS).hint(on.say("page-tags-hint")),
    ];
    let form = Form::new("add", on.address("/tags"), on.say("page-tags-add"), fields);
    let form = on.once_only(form.titled(on.say("page-tags-new"), String::new()));
    let all = Section { rows, none: on.say("page-tags-none"), ..Section::default() };
    let (title, about) = (on.say("page-tags"), on.say("page-tags-about"));
    let sections = [all, Section::of_forms(vec![form])].into_iter().chain(former(on).await?).collect();
    Ok(Page { title, about, sections, ..Page::default() })
}

fn row(on: &InSettings, tag: &Tag) -> Row {
    let rest = format!("/tags/{}", tag.id.0);
    let mut delete = on.deed(&format!("{rest}/delete"), "page-delete", "page-delete-named", &tag.name);
    delete.is_danger = true;
    Row {
        name: tag.name.clone(),
        address: Some(on.address(&rest)),
        about: vec![tag.text.clone()],
        deeds: vec![delete],
        ..Row::default()
    }
}

fn page_of(on: &InSettings, tag: &Tag) -> Page {
    let text = Field::lines("text", on.say("page-tags-text"), &tag.text, MOST_TAG_CHARACTERS);
    let fields = vec![text.hint(on.say("page-tags-hint"))];
    let form = Form::new("tag", on.address(&format!("/tags/{}", tag.id.0)), on.say("page-save"), fields);
    let text = on.name("page-back", &on.say("page-tags"));
    let back = Some(Link { address: on.address("/tags"), text, is_here: false });
    Page {
        title: tag.name.clone(),
        back,
        sections: vec![Section::of_forms(vec![on.once_only(form)])],
        ..Page::default()
    }
}
