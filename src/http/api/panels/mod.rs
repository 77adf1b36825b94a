//! `/api/guilds/{guild}/panels`: the messages by which members open tickets.

mod panel_json;

use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::panel::{NewPanel, Panel, PanelChange, PanelId};

use self::panel_json::{PanelIn, PanelOut, PanelsOut, SendIn};
use crate::http::api::patch::{IfMatch, Version, version};
use crate::http::body::Body;
use crate::http::guild_access::{BotQuery, GuildPath, InGuild};
use crate::http::problem::{Problem, ProblemOut};
use crate::http::state::HttpState;

/// Whoever looks into the address's guild, and which of its panels the address names. Whether it is there, and whether they
/// may see it, the desk says.
#[derive(Debug)]
pub(in crate::http) struct OnPanel {
    asked: InGuild,
    id: PanelId,
}

/// A panel, and its version.
type PanelAnswer = Result<(Version, Json<PanelOut>), Problem>;

/// Which panel.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct PanelPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The panel's number.
    #[param(value_type = u32)]
    panel: String,
}

impl FromRequestParts<HttpState> for OnPanel {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let asked = InGuild::from_request_parts(parts, state).await?;
        // A number that is none is no panel's.
        let path = Path::<PanelPath>::from_request_parts(parts, state).await.ok();
        let id = path.and_then(|path| path.0.panel.parse().ok()).map(PanelId);
        let id = id.ok_or_else(|| asked.problem(Refusal::PanelGone.into()))?;
        Ok(Self { asked, id })
    }
}

/// Lists the panels, oldest first, and where they are published.
#[utoipa::path(get, path = "/api/guilds/{guild}/panels", operation_id = "list_panels", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The panels", body = PanelsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> Result<Json<PanelsOut>, Problem> {
    let panels = asked.desk.list_panels(asked.at, &asked.actor).await.map_err(|error| asked.problem(error))?;
    Ok(Json(PanelsOut { panels: panels.into_iter().map(PanelOut::from).collect() }))
}

/// Makes a panel. Members see it once it is sent to a channel.
#[utoipa::path(post, path = "/api/guilds/{guild}/panels", operation_id = "create_panel", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), request_body = PanelIn,
    responses(
        (status = 201, description = "The panel", body = PanelOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn create(
    asked: InGuild,
    Body(body): Body<PanelIn>,
) -> Result<(StatusCode, Version, Json<PanelOut>), Problem> {
    let change = PanelChange::try_from(body.complete()).map_err(|refusal| asked.problem(refusal.into()))?;
    let made = asked.desk.create_panel(asked.at, &asked.actor, &change).await;
    let (version, panel) = answer(made.map_err(|error| asked.problem(error))?);
    Ok((StatusCode::CREATED, version, panel))
}

/// Shows a panel.
#[utoipa::path(get, path = "/api/guilds/{guild}/panels/{panel}", operation_id = "show_panel", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(PanelPath, BotQuery), responses(
        (status = 200, description = "The panel", body = PanelOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(on: OnPanel) -> PanelAnswer {
    let panel = on.asked.desk.panel_to_edit(on.asked.at, &on.asked.actor, on.id).await;
    panel.map(answer).map_err(|error| on.asked.problem(error))
}

fn answer(panel: Panel) -> (Version, Json<PanelOut>) {
    (version(panel.log.changes()), Json(panel.into()))
}

/// Changes of a panel what the body names. Its messages follow a moment later.
#[utoipa::path(patch, path = "/api/guilds/{guild}/panels/{panel}", operation_id = "edit_panel", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(PanelPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = PanelIn,
    responses(
        (status = 200, description = "The panel as it is now", body = PanelOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(on: OnPanel, IfMatch(after): IfMatch, Body(body): Body<PanelIn>) -> PanelAnswer {
    let asked = &on.asked;
    let change = PanelChange::try_from(body).map_err(|refusal| asked.problem(refusal.into()))?;
    let edited = asked.desk.edit_panel_if(after, asked.at, &asked.actor, on.id, &change).await;
    edited.map_err(|error| asked.problem(error))?;
    show(on).await
}

/// Deletes a panel. Its messages go a moment later.
#[utoipa::path(delete, path = "/api/guilds/{guild}/panels/{panel}", operation_id = "delete_panel", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(PanelPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), responses(
        (status = 202, description = "It is being deleted"),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn delete(on: OnPanel, IfMatch(after): IfMatch) -> Result<StatusCode, Problem> {
    let deleted = on.asked.desk.delete_panel_if(after, on.asked.at, &on.asked.actor, on.id).await;
    deleted.map(|()| StatusCode::ACCEPTED).map_err(|error| on.asked.problem(error))
}

/// Posts a panel in a channel. Once it stands there, it is among the panel's messages.
#[utoipa::path(post, path = "/api/guilds/{guild}/panels/{panel}/send", operation_id = "send_panel", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(PanelPath, BotQuery), request_body = SendIn,
    responses(
        (status = 202, description = "It is being posted"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn send(on: OnPanel, Body(SendIn { channel }): Body<SendIn>) -> Result<StatusCode, Problem> {
    let wanted = NewPanel { channel, title: String::new(), text: String::new(), panel: Some(on.id) };
    let sent = on.asked.desk.send_panel(on.asked.at, &on.asked.actor, wanted, None).await;
    sent.map(|()| StatusCode::ACCEPTED).map_err(|error| on.asked.problem(error))
}

/// Takes back that a panel was deleted, for 30 days. Its messages are gone: it is published by sending it.
#[utoipa::path(post, path = "/api/guilds/{guild}/panels/{panel}/restore", operation_id = "restore_panel", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(PanelPath, BotQuery), responses(
        (status = 200, description = "The panel", body = PanelOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn restore(on: OnPanel) -> PanelAnswer {
    let restored = on.asked.desk.restore_panel(on.asked.at, &on.asked.actor, on.id).await;
    restored.map(answer).map_err(|error| on.asked.problem(error))
}
