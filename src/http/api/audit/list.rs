//! `/api/guilds/{guild}/audit` and `/api/audit`: page by page.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use tickit_domain::store::event_pages::EventPage;
use utoipa::ToSchema;

use super::super::super::access::Operator;
use super::super::super::guild_access::{GuildPath, InGuild};
use super::super::super::page::{limit, place};
use super::super::super::problem::{Problem, ProblemOut};
use super::super::super::state::HttpState;
use super::{AuditIn, EntryOut, Of};

/// A page of entries, newest first. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Audit)]
pub(in crate::http) struct AuditOut {
    entries: Vec<EntryOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// Lists what was done in a guild, newest first.
#[utoipa::path(get, path = "/api/guilds/{guild}/audit", operation_id = "list_audit", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, AuditIn), responses(
        (status = 200, description = "A page of entries", body = AuditOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    asked: InGuild,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Json<AuditOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let (limit, after) = (limit(query.limit)?, place(query.after.as_deref())?);
    let of = Of::Guild(asked.at, asked.actor.clone());
    let page = of.page(&asked.desk, &query.wanted()?, limit, after).await;
    Ok(Json(page.map_err(|error| asked.problem(error))?.into()))
}

/// Lists what was done to bots, keys and sign-ins, newest first.
#[utoipa::path(get, path = "/api/audit", operation_id = "list_service_audit", tag = "service",
    security(("operator" = [])), params(AuditIn), responses(
        (status = 200, description = "A page of entries", body = AuditOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list_of_service(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Json<AuditOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let (limit, after) = (limit(query.limit)?, place(query.after.as_deref())?);
    let page = Of::Service.page(&state.desk()?.desk, &query.wanted()?, limit, after).await?;
    Ok(Json(page.into()))
}

impl From<EventPage> for AuditOut {
    fn from(page: EventPage) -> Self {
        let next = page.next.map(|next| next.to_string());
        Self { entries: page.events.into_iter().map(EntryOut::from).collect(), next }
    }
}
