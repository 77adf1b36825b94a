//! The web page under `/`.
use std::sync::Arc;

use axum::Router;

use crate::Shared;

/// The page's routes.
pub fn router(_shared: Arc<Shared>) -> Router {
    Router::new()
}
