//! A problem as it is sent.

use std::borrow::Cow;

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Problem, Told, Unnumbered};

/// A problem (RFC 9457), as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemOut {
    /// `urn:tickit:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong, in general.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong this time, and what to do.
    detail: String,
    /// What programs tell problems apart by. It never changes.
    code: Cow<'static, str>,
    /// The field at fault, where it is one of the body's.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The number by which the error log knows it, where it is a failure of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
}

impl From<Problem> for ProblemOut {
    fn from(problem: Problem) -> Self {
        let (status, number, detail) = (problem.status().as_u16(), problem.number(), problem.detail().to_owned());
        let Problem { code, title, field, .. } = problem;
        Self { kind: format!("urn:tickit:problem:{code}"), title, status, detail, code, field, number }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, retry_after) = (self.status(), self.retry_after());
        let unnumbered = self.failure().is_some().then(|| Unnumbered(self.clone()));
        let told = Told(self.clone());
        let mut response = (status, Json(ProblemOut::from(self))).into_response();
        if let Some(unnumbered) = unnumbered {
            response.extensions_mut().insert(unnumbered);
        }
        response.extensions_mut().insert(told);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }
}
