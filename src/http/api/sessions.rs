//! `/api/auth/sessions`: where somebody is signed in, and how they sign out there; the same by user for the operator.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tickit_domain::ids::UserId;
use tickit_domain::sign_in::SignIn;
use tickit_domain::store::sign_ins::SignInPage;
use utoipa::ToSchema;

use super::super::access::{Operator, Person};
use super::super::origin::Origin;
use super::super::page::{limit, place};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;
use super::auth::SECRET;

/// What whoever runs the service is called here.
const OPERATOR: &str = "operator";

/// Which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct SessionsIn {
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// A page of sign-ins, the one first that was used last. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sessions)]
pub(in crate::http) struct SessionsOut {
    sessions: Vec<SessionOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// A sign-in that holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionOut {
    id: String,
    signed_in_at: String,
    /// When it was renewed last.
    renewed_at: String,
    /// When it is over, unless it is renewed before. 90 days after it began it is over all the same.
    expires_at: String,
    /// Whether it is the one that asks.
    current: bool,
}

/// How many sign-ins were ended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EndedSessions)]
pub(in crate::http) struct EndedOut {
    ended: usize,
}

/// Lists where you are signed in.
#[utoipa::path(get, path = "/api/auth/sessions", operation_id = "list_sessions", tag = "auth",
    security(("person" = [])), params(SessionsIn), responses(
        (status = 200, description = "A page of sign-ins", body = SessionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    Person(own): Person,
    State(state): State<HttpState>,
    query: Result<Query<SessionsIn>, QueryRejection>,
) -> Result<Json<SessionsOut>, Problem> {
    page(&state, &own.whose.subject(), query, Some(&own.id)).await
}

/// Signs you out in one place, at once.
#[utoipa::path(delete, path = "/api/auth/sessions/{session}", operation_id = "end_session", tag = "auth",
    security(("person" = [])), params(("session" = String, Path, description = "Its id")), responses(
        (status = 204, description = "Signed out there"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn end(
    Person(own): Person,
    State(state): State<HttpState>,
    Path(session): Path<String>,
) -> Result<Response, Problem> {
    must_be_ended(&state, &own.whose.subject(), &session).await?;
    if session == own.id {
        signed_out(&state, StatusCode::NO_CONTENT)
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

/// Signs you out everywhere, at once, here as well.
#[utoipa::path(delete, path = "/api/auth/sessions", operation_id = "end_sessions", tag = "auth",
    security(("person" = [])), responses(
        (status = 200, description = "Signed out everywhere", body = EndedOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn end_all(Person(own): Person, State(state): State<HttpState>) -> Result<Response, Problem> {
    let ended = state.desk()?.people.end_all(&own.whose.subject()).await?;
    signed_out(&state, Json(EndedOut { ended }))
}

/// Lists where somebody is signed in.
#[utoipa::path(get, path = "/api/users/{user}/sessions", operation_id = "list_user_sessions", tag = "auth",
    security(("operator" = [])),
    params(("user" = String, Path, description = "Their id at Discord, or `operator`"), SessionsIn), responses(
        (status = 200, description = "A page of sign-ins", body = SessionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list_of(
    _: Operator,
    State(state): State<HttpState>,
    Path(user): Path<String>,
    query: Result<Query<SessionsIn>, QueryRejection>,
) -> Result<Json<SessionsOut>, Problem> {
    page(&state, subject(&user)?, query, None).await
}

/// Signs somebody out in one place, at once.
#[utoipa::path(delete, path = "/api/users/{user}/sessions/{session}", operation_id = "end_user_session", tag = "auth",
    security(("operator" = [])), params(
        ("user" = String, Path, description = "Their id at Discord, or `operator`"),
        ("session" = String, Path, description = "Its id"),
    ), responses(
        (status = 204, description = "Signed out there"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn end_of(
    _: Operator,
    State(state): State<HttpState>,
    Path((user, session)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    must_be_ended(&state, subject(&user)?, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs somebody out everywhere, at once.
#[utoipa::path(delete, path = "/api/users/{user}/sessions", operation_id = "end_user_sessions", tag = "auth",
    security(("operator" = [])),
    params(("user" = String, Path, description = "Their id at Discord, or `operator`")), responses(
        (status = 200, description = "Signed out everywhere", body = EndedOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn end_all_of(
    _: Operator,
    State(state): State<HttpState>,
    Path(user): Path<String>,
) -> Result<Json<EndedOut>, Problem> {
    let ended = state.desk()?.people.end_all(subject(&user)?).await?;
    Ok(Json(EndedOut { ended }))
}

async fn page(
    state: &HttpState,
    subject: &str,
    query: Result<Query<SessionsIn>, QueryRejection>,
    current: Option<&str>,
) -> Result<Json<SessionsOut>, Problem> {
    let Query(SessionsIn { limit: most, after }) =
        query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let page = state.desk()?.people.page(subject, limit(most)?, place(after.as_deref())?).await?;
    Ok(Json(SessionsOut::of(page, current)))
}

async fn must_be_ended(state: &HttpState, subject: &str, session: &str) -> Result<(), Problem> {
    let ended = state.desk()?.people.end_of(subject, session).await?;
    let detail = "It is over already, or it is somebody else's.";
    let gone = || Problem::new(StatusCode::NOT_FOUND, "no_such_session", "There is no such sign-in", detail);
    ended.then_some(()).ok_or_else(gone)
}

/// Whose sign-ins a path names.
fn subject(user: &str) -> Result<&str, Problem> {
    let is_one = user == OPERATOR || user.parse::<UserId>().is_ok_and(|id| id.to_string() == user);
    let refused = || Problem::invalid_query("This is no user's id.").in_field("user");
    is_one.then_some(user).ok_or_else(refused)
}

/// Whoever asks has nothing left to renew with.
fn signed_out(state: &HttpState, answer: impl axum::response::IntoResponse) -> Result<Response, Problem> {
    let cookie = Origin::of(state)?.cookie(SECRET, "", 0, "Strict");
    Ok(([(SET_COOKIE, cookie)], answer).into_response())
}

impl SessionsOut {
    fn of(page: SignInPage, current: Option<&str>) -> Self {
        let next = page.next.map(|next| next.to_string());
        Self { sessions: page.sign_ins.into_iter().map(|one| SessionOut::of(one, current)).collect(), next }
    }
}

impl SessionOut {
    fn of(sign_in: SignIn, current: Option<&str>) -> Self {
        Self {
            signed_in_at: sign_in.since.to_rfc3339(),
            renewed_at: sign_in.renewed_at.to_rfc3339(),
            expires_at: sign_in.over_at().to_rfc3339(),
            current: current == Some(&sign_in.id),
            id: sign_in.id,
        }
    }
}
