//! The gateway's route: from an HTTP request to a WebSocket.
use std::sync::Arc;

use axum::{
    Router,
    extract::{ConnectInfo, Query, State, WebSocketUpgrade},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::any,
};
use serde::Deserialize;

use super::{connection::Connection, frame::Encoder};
use crate::{Peer, Shared};

/// What the URL asks for.
#[derive(Debug, Deserialize)]
struct Parameters {
    #[serde(default)]
    v: Option<String>,
    #[serde(default)]
    encoding: Option<String>,
    #[serde(default)]
    compress: Option<String>,
}

impl Parameters {
    /// The versions that are alike in all that is offered here; only JSON.
    fn are_offered(&self) -> bool {
        let version = matches!(self.v.as_deref(), Some("10" | "9"));
        version && matches!(self.encoding.as_deref(), None | Some("json"))
    }
}

/// The gateway's routes. Some clients put a slash between path and query.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new().route("/gateway", any(connect)).route("/gateway/", any(connect)).with_state(shared)
}

async fn connect(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    Query(parameters): Query<Parameters>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if shared.gateway.is_away() {
        peer.cut();
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let zlib_stream = match parameters.compress.as_deref() {
        None | Some("") => false,
        Some("zlib-stream") => true,
        Some(_) => return (StatusCode::BAD_REQUEST, "only zlib-stream is offered").into_response(),
    };
    let offered = parameters.are_offered();
    upgrade.on_upgrade(move |socket| async move {
        let connection = Connection::new(shared, socket, peer, Encoder::new(zlib_stream));
        if offered { connection.run().await } else { connection.refuse_version().await }
    })
}
