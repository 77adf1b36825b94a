//! `POST /api/bots/{application_id}/ready`: the session of a bot's host is ready.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::super::access::{BotKey, Look};
use super::super::ports::Host;
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;
use super::bots::shard_of;

/// Tells that the caller's own session is ready, so that a session of Tickit's may IDENTIFY with the same token.
#[utoipa::path(post, path = "/api/bots/{application_id}/ready", tag = "bots", security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")),
    responses(
        (status = 204, description = "It is known"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn ready(
    BotKey { bot, .. }: BotKey<Look>,
    State(state): State<HttpState>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let hosting = &state.desk()?.hosting;
    hosting.host_ready(bot);
    hosting.heard_of(bot, Host { shard: shard_of(&headers), versions: None });
    Ok(StatusCode::NO_CONTENT)
}
