//! What holds for every request: how long it may take, how much it may send, and what browsers may do with answers.

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use super::state::HttpState;

/// What an answer may do that a browser shows by itself. `default-src` does not stand for the last three.
pub(super) const NOTHING: &str =
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (CONTENT_SECURITY_POLICY, NOTHING),
    (CACHE_CONTROL, "no-store"),
];

/// Where people come by HTTPS, their browsers come by nothing else for a year. Of other names below this one it says nothing.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Answers 503 to what takes too long. What was begun is brought to its end all the same, also where the caller has gone:
/// nothing that a handler does step by step is left half done.
pub(super) async fn within_time(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let handling = state.0.lifetime.handlers.spawn(next.run(request));
    match tokio::time::timeout(state.0.request_timeout, handling).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            Problem::failed(format!("a request's handler ended before its time: {error}")).into_response()
        }
        Err(_) => Problem::timeout().into_response(),
    }
}

/// Adds what a route did not set for itself.
pub(super) async fn security_headers(State(state): State<HttpState>, mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.0.is_https {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    response
}
