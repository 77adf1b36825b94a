//! Answers in Discord's form.
use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use crate::DiscordError;

/// What a route answers.
pub(super) type Answer = Result<Response, DiscordError>;

impl IntoResponse for DiscordError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.body())).into_response()
    }
}

/// 200 with an object.
#[expect(clippy::unnecessary_wraps, reason = "every route ends in an answer")]
pub(super) fn ok(body: Value) -> Answer {
    Ok(Json(body).into_response())
}

/// 201 with an object.
#[expect(clippy::unnecessary_wraps, reason = "every route ends in an answer")]
pub(super) fn created(body: Value) -> Answer {
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// 204.
#[expect(clippy::unnecessary_wraps, reason = "every route ends in an answer")]
pub(super) fn nothing() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// For paths that do not exist.
pub(super) async fn not_found() -> DiscordError {
    DiscordError::not_found()
}

/// For methods that a path does not have.
pub(super) async fn method_not_allowed() -> DiscordError {
    DiscordError::method_not_allowed()
}

/// What Cloudflare answers to an address that it has banned.
pub(super) fn banned(seconds: u64) -> Response {
    let page = "<!doctype html><title>Access denied</title><h1>Error 1015</h1><p>You are being rate limited</p>";
    let headers = [(header::CONTENT_TYPE, "text/html".to_owned()), (header::RETRY_AFTER, seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, headers, page).into_response()
}
