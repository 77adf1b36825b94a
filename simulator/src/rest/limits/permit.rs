//! What a limit says: headers on an answer that passes, 429 on one that does not.
use std::time::Duration;

use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{Millis, clock::millis};

/// Whether a request goes through.
pub(in crate::rest) enum Pass {
    /// It does, and these headers tell how many more do.
    Granted(Option<Permit>),
    /// It does not: this is the answer.
    Refused(Box<Response>),
}

/// A bucket after a request.
#[derive(Debug)]
pub(in crate::rest) struct Permit {
    pub limit: u32,
    pub remaining: u32,
    pub reset: Millis,
    pub reset_after: Duration,
    pub bucket: String,
}

impl Permit {
    /// `X-RateLimit-*`.
    pub(in crate::rest) fn write(&self, headers: &mut HeaderMap) {
        let reset = Duration::from_millis(self.reset).as_secs_f64();
        let pairs = [
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-reset", format!("{reset:.3}")),
            ("x-ratelimit-reset-after", format!("{:.3}", self.reset_after.as_secs_f64())),
            ("x-ratelimit-bucket", self.bucket.clone()),
        ];
        for (name, value) in pairs {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

impl Pass {
    /// 429 of a bucket.
    pub(super) fn exhausted(permit: &Permit) -> Response {
        let mut response = Self::refused("user", permit.reset_after);
        permit.write(response.headers_mut());
        response
    }

    /// 429 with a scope: `user`, `global` or `shared`.
    pub(in crate::rest) fn refused(scope: &'static str, retry_after: Duration) -> Response {
        let seconds = retry_after.as_secs_f64();
        let global = scope == "global";
        let body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global });
        let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert("x-ratelimit-scope", HeaderValue::from_static(scope));
        headers.insert("retry-after", HeaderValue::from(millis(retry_after).div_ceil(1000).max(1)));
        headers.insert("via", HeaderValue::from_static("1.1 google"));
        if global {
            headers.insert("x-ratelimit-global", HeaderValue::from_static("true"));
        }
        response
    }
}
