//! Failures of ours: each gets the number that its caller is told, is logged once, and goes into the error log.

use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error_log::{ErrorKind, NewError};

use super::problem::{Problem, Unnumbered};
use super::state::HttpState;

/// Numbers what failed and has no number yet.
pub(super) async fn give_numbers(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let route = route(&parts);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(Unnumbered(problem)) = response.extensions_mut().remove::<Unnumbered>() else { return response };
    if let Some(behind) = &state.0.ports.desk {
        return numbered(problem, &behind.desk, None, &route).into_response();
    }
    tracing::error!(error = problem.failure(), "a request failed");
    response
}

/// The route that a request was for, as the document names it.
pub(super) fn route(parts: &Parts) -> String {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    format!("{} {path}", parts.method)
}

/// The problem with a number, where it tells of a failure that has none.
pub(super) fn numbered(problem: Problem, desk: &Desk, at: Option<Place>, route: &str) -> Problem {
    let Some(text) = problem.failure() else { return problem };
    let (bot, guild) = (at.map(|at| at.bot), at.map(|at| at.guild));
    let error = NewError::new(ErrorKind::Request, text);
    let number = desk.note_error(NewError { bot, guild, subject: route.to_owned(), ..error });
    tracing::error!(%number, error = text, "a request failed");
    problem.numbered(number)
}
