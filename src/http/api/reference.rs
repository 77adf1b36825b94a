//! `GET /api/docs` and `GET /api/openapi.json`: what the API takes and answers, for people and for programs.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use super::super::problem::Problem;
use super::super::state::HttpState;

/// The reference: each operation, what it takes, and what it answers.
#[utoipa::path(get, path = "/api/docs", operation_id = "docs", tag = "service",
    responses((status = 200, description = "A page to read", body = String, content_type = "text/html")))]
pub(in crate::http) async fn page(
    State(state): State<HttpState>,
) -> Result<([(HeaderName, String); 2], String), Problem> {
    let reference = state.reference()?;
    let html = (CONTENT_TYPE, "text/html; charset=utf-8".to_owned());
    Ok(([html, (CONTENT_SECURITY_POLICY, reference.policy.clone())], reference.page.clone()))
}

/// The same as an OpenAPI 3.1 document.
#[utoipa::path(get, path = "/api/openapi.json", operation_id = "openapi", tag = "service",
    responses((status = 200, description = "The document", body = serde_json::Value)))]
pub(in crate::http) async fn document(
    State(state): State<HttpState>,
) -> Result<([(HeaderName, &'static str); 1], String), Problem> {
    Ok(([(CONTENT_TYPE, "application/json")], state.reference()?.document.clone()))
}
