//! The web page under `/`: a guild as its people see it, to try a bot by hand.
mod act;
mod assets;
mod view;

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Query, State},
    response::sse::{Event, KeepAlive, Sse},
    routing::{get, post},
};
use futures_util::{Stream, stream};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::Shared;

/// Changes that come closer to each other are told as one.
const PAUSE: Duration = Duration::from_millis(40);

/// The page's routes.
pub fn router(shared: Arc<Shared>) -> Router {
    let people = Router::new()
        .route("/people/view", get(look))
        .route("/people/act", post(act))
        .route("/people/changes", get(changes))
        .with_state(shared);
    assets::router().merge(people)
}

async fn look(State(shared): State<Arc<Shared>>, Query(wish): Query<view::Wish>) -> Json<Value> {
    Json(shared.read(|world| view::view(world, &wish)))
}

async fn act(State(shared): State<Arc<Shared>>, Json(deed): Json<act::Deed>) -> Json<Value> {
    let outcome = act::act(&shared, deed).await;
    Json(outcome.unwrap_or_else(|error| json!({ "error": error.to_string() })))
}

/// A server-sent event for each change, so that the page looks again.
async fn changes(State(shared): State<Arc<Shared>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let next = |mut changed: watch::Receiver<()>| async move {
        changed.changed().await.ok()?;
        tokio::time::sleep(PAUSE).await;
        changed.mark_unchanged();
        Some((Ok(Event::default().data("changed")), changed))
    };
    Sse::new(stream::unfold(shared.changes(), next)).keep_alive(KeepAlive::default())
}
