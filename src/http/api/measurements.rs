//! `GET /metrics`: what was measured, for Prometheus.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;

use super::super::problem::Problem;
use super::super::state::HttpState;

const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What was measured.
#[utoipa::path(get, path = "/metrics", tag = "service",
    responses((status = 200, description = "Metrics in Prometheus' text format", body = String, content_type = "application/openmetrics-text")))]
pub(in crate::http) async fn metrics(
    State(state): State<HttpState>,
) -> Result<([(HeaderName, &'static str); 1], String), Problem> {
    let ports = &state.0.ports;
    ports.metrics.bots(ports.bots.states().into_iter().map(|bot| bot.state));
    let text = ports.metrics.text();
    let text = text.map_err(|error| Problem::failed(format!("the metrics cannot be written down: {error}")))?;
    Ok(([(CONTENT_TYPE, FORMAT)], text))
}
