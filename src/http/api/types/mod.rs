//! `/api/guilds/{guild}/types`: the ticket types, and what is asked before one opens.

mod question_json;
pub mod questions;
pub mod teams;
mod type_in;
mod type_out;

use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_domain::error::{Outcome, Refusal};
use tickit_domain::settings::{Settings, TicketType, TypeChange, TypeId};

use self::type_in::TypeIn;
use self::type_out::{TypeOut, TypesOut};
use super::patch::{IfMatch, Version, version};
use crate::http::body::Body;
use crate::http::guild_access::{BotQuery, GuildPath, InGuild};
use crate::http::problem::{Problem, ProblemOut};
use crate::http::state::HttpState;

/// Whoever looks into the address's guild, and which of its types the address names. Whether it is there, and whether they
/// may see it, the desk says.
#[derive(Debug)]
pub(in crate::http) struct OnType {
    asked: InGuild,
    id: TypeId,
}

/// Which type.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct TypePath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The type's number.
    #[serde(rename = "type")]
    #[param(value_type = u16)]
    kind: String,
}

/// A type, and the version of the settings that it is of.
type TypeAnswer = Result<(Version, Json<TypeOut>), Problem>;

impl FromRequestParts<HttpState> for OnType {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let asked = InGuild::from_request_parts(parts, state).await?;
        // A number that is none is no type's.
        let path = Path::<TypePath>::from_request_parts(parts, state).await.ok();
        let id = path.and_then(|path| path.0.kind.parse().ok()).map(TypeId);
        let id = id.ok_or_else(|| asked.problem(Refusal::NoSuchType.into()))?;
        Ok(Self { asked, id })
    }
}

impl OnType {
    /// The type, its guild's settings, and how often they were changed.
    async fn shown(&self) -> Result<(TicketType, Settings, u32), Problem> {
        let (settings, changes) = shown(&self.asked).await?;
        let kind = settings.ticket_type(self.id).cloned().map_err(|refusal| self.asked.problem(refusal.into()))?;
        Ok((kind, settings, changes))
    }

    /// What the caller reads of the type as it is after a change.
    async fn answer(&self, done: Outcome<TicketType>) -> TypeAnswer {
        done.map_err(|error| self.asked.problem(error))?;
        let (kind, settings, changes) = self.shown().await?;
        Ok((version(changes), Json(TypeOut::of(&kind, &settings))))
    }
}

async fn shown(asked: &InGuild) -> Result<(Settings, u32), Problem> {
    asked.desk.show_settings(asked.at, &asked.actor).await.map_err(|error| asked.problem(error))
}

/// Lists the ticket types, in the order of a panel.
#[utoipa::path(get, path = "/api/guilds/{guild}/types", operation_id = "list_types", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The types", body = TypesOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> Result<(Version, Json<TypesOut>), Problem> {
    let (settings, changes) = shown(&asked).await?;
    Ok((version(changes), Json(TypesOut::of(&settings))))
}

/// Adds a ticket type, at the end of panels.
#[utoipa::path(post, path = "/api/guilds/{guild}/types", operation_id = "add_type", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), request_body = TypeIn,
    responses(
        (status = 201, description = "The type", body = TypeOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    asked: InGuild,
    Body(body): Body<TypeIn>,
) -> Result<(StatusCode, Version, Json<TypeOut>), Problem> {
    let change = TypeChange::try_from(body).map_err(|refusal| asked.problem(refusal.into()))?;
    let added = asked.desk.add_type(asked.at, &asked.actor, &change).await;
    let id = added.map_err(|error| asked.problem(error))?.id;
    let (version, shown) = show(OnType { asked, id }).await?;
    Ok((StatusCode::CREATED, version, shown))
}

/// Shows a ticket type.
#[utoipa::path(get, path = "/api/guilds/{guild}/types/{type}", operation_id = "show_type", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery), responses(
        (status = 200, description = "The type", body = TypeOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(on: OnType) -> TypeAnswer {
    let (kind, settings, changes) = on.shown().await?;
    Ok((version(changes), Json(TypeOut::of(&kind, &settings))))
}

/// Changes of a ticket type what the body names; with `If-Match`, as long as the settings are of that version.
#[utoipa::path(patch, path = "/api/guilds/{guild}/types/{type}", operation_id = "edit_type", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])),
    params(TypePath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of the type that was read")),
    request_body = TypeIn,
    responses(
        (status = 200, description = "The type as it is now", body = TypeOut),
        (status = 412, description = "Settings were changed meanwhile; the text says which", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(on: OnType, IfMatch(after): IfMatch, Body(body): Body<TypeIn>) -> TypeAnswer {
    let asked = &on.asked;
    let change = TypeChange::try_from(body).map_err(|refusal| asked.problem(refusal.into()))?;
    on.answer(asked.desk.edit_type_if(after, asked.at, &asked.actor, on.id, &change).await).await
}

/// Removes a ticket type, with `If-Match` as long as the settings are of that version. Tickets of it that are open go on by its rules.
#[utoipa::path(delete, path = "/api/guilds/{guild}/types/{type}", operation_id = "remove_type", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), responses(
        (status = 200, description = "The types that are left", body = TypesOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(on: OnType, IfMatch(after): IfMatch) -> Result<(Version, Json<TypesOut>), Problem> {
    let asked = on.asked;
    let removed = asked.desk.remove_type_if(after, asked.at, &asked.actor, on.id).await;
    removed.map_err(|error| asked.problem(error))?;
    list(asked).await
}

/// Takes back that a ticket type was removed, for 30 days. Panels that named it offer it again.
#[utoipa::path(post, path = "/api/guilds/{guild}/types/{type}/restore", operation_id = "restore_type", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery), responses(
        (status = 200, description = "The type", body = TypeOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn restore(on: OnType) -> TypeAnswer {
    on.answer(on.asked.desk.restore_type(on.asked.at, &on.asked.actor, on.id).await).await
}
