//! `/api/guilds/{guild}/blacklist`: who opens no tickets.

use axum::Json;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use tickit_domain::blacklist::{BlacklistDuration, BlacklistEntry};
use tickit_domain::clock::Timestamp;
use tickit_domain::error::Outcome;
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};
use super::super::whom::WhomPath;

/// Why somebody opens no tickets, and for how long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EntryIn {
    /// 500 characters at most.
    #[serde(default)]
    reason: String,
    /// Such as `30m`, `2h` or `7d`; for good where this is left out.
    lasts: Option<String>,
}

/// The blacklist, newest first: 1,000 at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Blacklist)]
pub(in crate::http) struct BlacklistOut {
    entries: Vec<EntryOut>,
}

/// Somebody on the blacklist.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlacklistEntry)]
pub(in crate::http) struct EntryOut {
    /// A user's id, or a role's behind `&`.
    whom: String,
    /// `user:` and an id, `key:` and an id, or `operator`.
    by: String,
    at: String,
    reason: String,
    /// Until when; for good where this is none.
    until: Option<String>,
}

/// Lists who is on the blacklist.
#[utoipa::path(get, path = "/api/guilds/{guild}/blacklist", operation_id = "list_blacklist", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "Who is on it", body = BlacklistOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> Result<Json<BlacklistOut>, Problem> {
    let entries = asked.desk.blacklist(asked.at, &asked.actor).await.map_err(|error| asked.problem(error))?;
    Ok(Json(BlacklistOut { entries: entries.into_iter().map(EntryOut::from).collect() }))
}

/// Has somebody open no tickets, or for another time or reason than before.
#[utoipa::path(put, path = "/api/guilds/{guild}/blacklist/{whom}", operation_id = "add_to_blacklist", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WhomPath, BotQuery), request_body = EntryIn,
    responses(
        (status = 200, description = "The entry", body = EntryOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    asked: InGuild,
    Path(path): Path<WhomPath>,
    Body(EntryIn { reason, lasts }): Body<EntryIn>,
) -> Result<Json<EntryOut>, Problem> {
    let lasts = lasts.as_deref().map(str::parse::<BlacklistDuration>).transpose();
    let lasts = lasts.map_err(|refusal| asked.problem(refusal.into()))?;
    let (desk, whom) = (&asked.desk, path.whom()?);
    answer(&asked, desk.add_to_blacklist(asked.at, &asked.actor, whom, &reason, lasts).await)
}

/// Lets somebody open tickets again.
#[utoipa::path(delete, path = "/api/guilds/{guild}/blacklist/{whom}", operation_id = "remove_from_blacklist", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WhomPath, BotQuery), responses(
        (status = 200, description = "The entry as it was", body = EntryOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(asked: InGuild, Path(path): Path<WhomPath>) -> Result<Json<EntryOut>, Problem> {
    answer(&asked, asked.desk.remove_from_blacklist(asked.at, &asked.actor, path.whom()?).await)
}

fn answer(asked: &InGuild, done: Outcome<BlacklistEntry>) -> Result<Json<EntryOut>, Problem> {
    done.map(|entry| Json(entry.into())).map_err(|error| asked.problem(error))
}

impl From<BlacklistEntry> for EntryOut {
    fn from(entry: BlacklistEntry) -> Self {
        Self {
            whom: entry.whom.to_string(),
            by: entry.by.key(),
            at: entry.at.to_rfc3339(),
            reason: entry.reason,
            until: entry.until.map(Timestamp::to_rfc3339),
        }
    }
}
