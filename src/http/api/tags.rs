//! `/api/guilds/{guild}/tags`: the answers that staff keeps ready.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tickit_domain::error::Outcome;
use tickit_domain::tag::Tag;
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};

/// A tag to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewTagIn {
    /// By which it is found, 1 to 32 characters.
    name: String,
    /// What it says, 1 to 2,000 characters.
    text: String,
}

/// What a tag says from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TagIn {
    /// 1 to 2,000 characters.
    text: String,
}

/// All tags, by name: 200 at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tags)]
pub(in crate::http) struct TagsOut {
    tags: Vec<TagOut>,
}

/// A tag.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tag)]
pub(in crate::http) struct TagOut {
    name: String,
    text: String,
}

/// Which tag.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct TagPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// Its name.
    tag: String,
}

/// Lists the tags.
#[utoipa::path(get, path = "/api/guilds/{guild}/tags", operation_id = "list_tags", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The tags", body = TagsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> Result<Json<TagsOut>, Problem> {
    let tags = asked.desk.list_tags(asked.at, &asked.actor).await.map_err(|error| asked.problem(error))?;
    Ok(Json(TagsOut { tags: tags.into_iter().map(TagOut::from).collect() }))
}

/// Keeps a new tag.
#[utoipa::path(post, path = "/api/guilds/{guild}/tags", operation_id = "add_tag", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), request_body = NewTagIn,
    responses(
        (status = 201, description = "The tag", body = TagOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    asked: InGuild,
    Body(NewTagIn { name, text }): Body<NewTagIn>,
) -> Result<(StatusCode, Json<TagOut>), Problem> {
    let added = asked.desk.add_tag(asked.at, &asked.actor, &name, &text).await;
    answer(&asked, added).map(|tag| (StatusCode::CREATED, tag))
}

/// Has a tag say something else.
#[utoipa::path(patch, path = "/api/guilds/{guild}/tags/{tag}", operation_id = "edit_tag", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TagPath, BotQuery), request_body = TagIn,
    responses(
        (status = 200, description = "The tag", body = TagOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(
    asked: InGuild,
    Path(path): Path<TagPath>,
    Body(TagIn { text }): Body<TagIn>,
) -> Result<Json<TagOut>, Problem> {
    let known =
        asked.desk.tag_to_edit(asked.at, &asked.actor, &path.tag).await.map_err(|error| asked.problem(error))?;
    answer(&asked, asked.desk.edit_tag(asked.at, &asked.actor, known.id, &text).await)
}

/// Deletes a tag; what it said.
#[utoipa::path(delete, path = "/api/guilds/{guild}/tags/{tag}", operation_id = "delete_tag", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TagPath, BotQuery), responses(
        (status = 200, description = "The tag as it was", body = TagOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn delete(asked: InGuild, Path(path): Path<TagPath>) -> Result<Json<TagOut>, Problem> {
    answer(&asked, asked.desk.delete_tag(asked.at, &asked.actor, &path.tag).await)
}

/// Takes back that a tag was deleted, for 30 days, as long as no other has its name.
#[utoipa::path(post, path = "/api/guilds/{guild}/tags/{tag}/restore", operation_id = "restore_tag", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TagPath, BotQuery), responses(
        (status = 200, description = "The tag", body = TagOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn restore(asked: InGuild, Path(path): Path<TagPath>) -> Result<Json<TagOut>, Problem> {
    let known =
        asked.desk.tag_to_restore(asked.at, &asked.actor, &path.tag).await.map_err(|error| asked.problem(error))?;
    answer(&asked, asked.desk.restore_tag(asked.at, &asked.actor, known.id).await)
}

fn answer(asked: &InGuild, done: Outcome<Tag>) -> Result<Json<TagOut>, Problem> {
    done.map(|tag| Json(tag.into())).map_err(|error| asked.problem(error))
}

impl From<Tag> for TagOut {
    fn from(Tag { name, text, .. }: Tag) -> Self {
        Self { name, text }
    }
}
