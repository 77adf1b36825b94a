//! REST, under `/api/v10`, `/api/v9` and `/api`.
mod limits;

use std::sync::Arc;

use axum::Router;

pub use limits::Limits;

use crate::{Shared, world::ApplicationId};

/// A request as far as faults look at it.
#[derive(Debug, Clone)]
pub struct RequestInfo {
    /// The method.
    pub method: String,
    /// The path after `/api/v10`, without the query.
    pub path: String,
    /// The bot whose token came with it; of an interaction's token, its bot.
    pub bot: Option<ApplicationId>,
}

/// The API's routes.
pub fn router(_shared: Arc<Shared>) -> Router {
    Router::new()
}
