//! What somebody sees in a browser who was not signed in: a page, where programs read a problem.

use axum::extract::{Request, State};
use axum::http::header::ACCEPT;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::instead::Instead;
use super::reader::Reader;
use crate::http::problem::Told;
use crate::http::state::HttpState;

/// Where browsers are sent while somebody signs in.
const STEPS: [&str; 3] = ["/api/auth/login", "/api/auth/callback", "/api/auth/links/"];

/// Shows problems of these steps as pages to whoever reads pages.
pub(in crate::http) async fn as_page(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let is_step = STEPS.iter().any(|step| parts.uri.path().starts_with(step));
    let accepted = parts.headers.get(ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    let reader = (is_step && accepted.contains("text/html")).then(|| Reader::of(&parts, &state));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let told = response.extensions_mut().remove::<Told>();
    match reader.zip(told) {
        Some((reader, Told(problem))) => Instead::problem(problem, reader).into_response(),
        None => response,
    }
}
