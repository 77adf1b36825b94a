//! Every route on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{get, post};

use super::error::ApiError;
use super::state::HttpState;
use super::{health, limits, measurements, reconnect};

/// Everything that is served.
pub fn router(state: HttpState) -> Router {
    Router::new()
        .route("/api/health", get(health::health))
        .route("/api/health/live", get(health::live))
        .route("/api/reconnect", post(reconnect::reconnect))
        .route("/metrics", get(measurements::metrics))
        .fallback(async || ApiError::NoSuchRoute)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(state.0.body_limit_bytes))
        .layer(from_fn_with_state(state.clone(), limits::within_time))
        .layer(map_response(limits::security_headers))
        .with_state(state)
}
