//! REST, under `/api/v10`, `/api/v9` and `/api`: routes, and what holds for each of them.
mod answer;
mod applications;
mod attachments;
mod audit;
mod call;
mod channels;
mod commands;
mod content;
mod gate;
mod gateway;
mod guilds;
mod interactions;
mod limits;
mod members;
mod messages;
mod multipart;
mod overwrites;
mod pins;
mod roles;
mod threads;
mod users;
mod webhooks;

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header::DATE},
    middleware,
    response::Response,
};

pub(crate) use call::{Sent, percent_decoded};
pub use gate::RequestInfo;
pub(crate) use gate::nameless;
pub(crate) use interactions::{read_callback, take_callback};
pub use limits::Limits;

use crate::Shared;

/// The API's routes.
pub fn router(shared: Arc<Shared>) -> Router {
    let api = Router::new()
        .merge(applications::router())
        .merge(audit::router())
        .merge(channels::router())
        .merge(commands::router())
        .merge(gateway::router())
        .merge(guilds::router())
        .merge(interactions::router())
        .merge(members::router())
        .merge(messages::router())
        .merge(overwrites::router())
        .merge(pins::router())
        .merge(roles::router())
        .merge(threads::router())
        .merge(users::router())
        .merge(webhooks::router())
        .fallback(answer::not_found)
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), gate::pass))
        // Only after the gate has read the body within its own limit does anything else see it.
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(middleware::map_response_with_state(Arc::clone(&shared), dated))
        .with_state(Arc::clone(&shared));
    Router::new()
        .nest("/api/v10", api.clone())
        .nest("/api/v9", api.clone())
        .nest("/api", api)
        .merge(attachments::router().with_state(shared))
}

/// Each answer says what time it is, by the simulator's clock.
async fn dated(State(shared): State<Arc<Shared>>, mut response: Response) -> Response {
    let now = UNIX_EPOCH + Duration::from_millis(shared.clock.now());
    if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(now)) {
        response.headers_mut().insert(DATE, date);
    }
    response
}
