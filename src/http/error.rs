//! What a caller reads when a request was not done: a status, a stable code and a sentence.

use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ApiError {
    /// 401: no key came.
    Unauthenticated,
    /// 403: the key is not the operator's.
    Forbidden,
    /// 400: the body is not what this route takes; why.
    InvalidBody(String),
    /// 413: the body is over the limit.
    BodyTooLarge,
    /// 404: there is no such route.
    NoSuchRoute,
    /// 405: the route does not take this method.
    MethodNotAllowed,
    /// 404: this process has no such bot.
    NoSuchBot,
    /// 503: the database did not answer.
    StoreUnavailable,
    /// 503: it took too long.
    Timeout,
    /// 500: ours.
    Internal,
}

#[derive(Serialize)]
struct Out<'error> {
    code: &'error str,
    message: String,
}

impl ApiError {
    fn parts(self) -> (StatusCode, &'static str, String) {
        match self {
            Self::Unauthenticated => {
                (StatusCode::UNAUTHORIZED, "unauthenticated", "Send Authorization: Bearer <operator key>.".into())
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "This is not the operator's key.".into()),
            Self::InvalidBody(why) => (StatusCode::BAD_REQUEST, "invalid_body", why),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large.".into()),
            Self::NoSuchRoute => (StatusCode::NOT_FOUND, "no_such_route", "There is nothing here.".into()),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Use another method.".into())
            }
            Self::NoSuchBot => (StatusCode::NOT_FOUND, "no_such_bot", "There is no such bot here.".into()),
            Self::StoreUnavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable", "The database does not answer.".into())
            }
            Self::Timeout => (StatusCode::SERVICE_UNAVAILABLE, "timeout", "This took too long. Try again.".into()),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "That went wrong; see the log.".into()),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, message) = self.parts();
        let mut response = (status, Json(Out { code, message })).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
