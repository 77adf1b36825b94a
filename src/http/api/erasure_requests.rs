//! `/api/guilds/{guild}/erasure-request`: what a member asks to have erased of them; and `…/erasure-requests`, for whoever
//! answers. `POST …/members/{user}/erasure` grants it.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tickit_domain::clock::Timestamp;
use tickit_domain::erasure_request::ErasureRequest;
use tickit_domain::error::Error;
use tickit_domain::ids::UserId;
use tickit_domain::store::erasure_requests::ErasureRequestPage;
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::page::{limit, place};
use super::super::problem::{Problem, ProblemOut};
use super::members::MemberPath;

/// Which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct RequestsIn {
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// Why not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct DeclineIn {
    /// What the member reads, 1,000 characters at most.
    reason: String,
}

/// A page of the requests that nobody has answered yet, the one first that waits longest.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureRequests)]
pub(in crate::http) struct RequestsOut {
    requests: Vec<RequestOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// That a member asks to have erased what is kept of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErasureRequest)]
pub(in crate::http) struct RequestOut {
    #[schema(value_type = String)]
    user: UserId,
    asked_at: String,
    /// `open`, `taken_back`, `declined` or `granted`.
    status: &'static str,
    /// When it was answered or taken back; none as long as it is open.
    answered_at: Option<String>,
    /// Why it was declined; empty where it was not.
    reason: String,
}

/// Shows what whoever asks wants erased, and what became of that.
#[utoipa::path(get, path = "/api/guilds/{guild}/erasure-request", operation_id = "show_erasure_request", tag = "guilds",
    security(("person" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "What they asked for last", body = RequestOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show_own(asked: InGuild) -> Result<Json<RequestOut>, Problem> {
    must_be_somebody(&asked)?;
    let shown = asked.desk.show_erasure_request(asked.at, &asked.actor).await;
    answer(&asked, shown)
}

/// Asks to have erased what is kept of whoever asks, for those to answer who run the server. One request at a time.
#[utoipa::path(post, path = "/api/guilds/{guild}/erasure-request", operation_id = "request_erasure", tag = "guilds",
    security(("person" = [])), params(GuildPath, BotQuery), responses(
        (status = 201, description = "It is asked for", body = RequestOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn ask(asked: InGuild) -> Result<(StatusCode, Json<RequestOut>), Problem> {
    must_be_somebody(&asked)?;
    let request = asked.desk.request_erasure(asked.at, &asked.actor).await;
    Ok((StatusCode::CREATED, answer(&asked, request)?))
}

/// Takes back what whoever asks wanted erased, as long as nobody has answered.
#[utoipa::path(delete, path = "/api/guilds/{guild}/erasure-request", operation_id = "take_back_erasure_request", tag = "guilds",
    security(("person" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "What they asked for", body = RequestOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn take_back(asked: InGuild) -> Result<Json<RequestOut>, Problem> {
    must_be_somebody(&asked)?;
    let taken_back = asked.desk.take_back_erasure_request(asked.at, &asked.actor).await;
    answer(&asked, taken_back)
}

/// Lists what members want erased and nobody has answered yet.
#[utoipa::path(get, path = "/api/guilds/{guild}/erasure-requests", operation_id = "list_erasure_requests", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery, RequestsIn), responses(
        (status = 200, description = "The requests", body = RequestsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    asked: InGuild,
    query: Result<Query<RequestsIn>, QueryRejection>,
) -> Result<Json<RequestsOut>, Problem> {
    let Query(wanted) = query.map_err(|_| Problem::invalid_query("The page has not the expected form."))?;
    let (limit, after) = (limit(wanted.limit)?, place(wanted.after.as_deref())?);
    let page = asked.desk.erasure_requests(asked.at, &asked.actor, limit, after).await;
    let ErasureRequestPage { requests, next } = page.map_err(|error| asked.problem(error))?;
    let requests = requests.into_iter().map(RequestOut::from).collect();
    Ok(Json(RequestsOut { requests, next: next.map(|next| next.to_string()) }))
}

/// Declines what a member wants erased, for a reason that they read.
#[utoipa::path(post, path = "/api/guilds/{guild}/erasure-requests/{user}/decline", operation_id = "decline_erasure",
    tag = "guilds", security(("key" = []), ("person" = []), ("operator" = [])), params(MemberPath, BotQuery),
    request_body = DeclineIn,
    responses(
        (status = 200, description = "The request", body = RequestOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn decline(
    asked: InGuild,
    Path(path): Path<MemberPath>,
    Body(DeclineIn { reason }): Body<DeclineIn>,
) -> Result<Json<RequestOut>, Problem> {
    let declined = asked.desk.decline_erasure(asked.at, &asked.actor, path.user()?, &reason).await;
    answer(&asked, declined)
}

/// A key is nobody of whom anything is kept.
fn must_be_somebody(asked: &InGuild) -> Result<(), Problem> {
    let refused = || Problem::forbidden("Sign in: it is about whoever asks.");
    asked.actor.who.user().map(drop).ok_or_else(refused)
}

fn answer(asked: &InGuild, done: Result<ErasureRequest, Error>) -> Result<Json<RequestOut>, Problem> {
    done.map(|request| Json(request.into())).map_err(|error| asked.problem(error))
}

impl From<ErasureRequest> for RequestOut {
    fn from(request: ErasureRequest) -> Self {
        let ErasureRequest { user, asked_at, status, answered_at, reason, .. } = request;
        let answered_at = answered_at.map(Timestamp::to_rfc3339);
        Self { user, asked_at: asked_at.to_rfc3339(), status: status.name(), answered_at, reason }
    }
}
