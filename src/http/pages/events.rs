//! `/dashboard/{bot}/{guild}/events`: that something happened in a server, for pages that then ask for themselves anew.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event as Told, KeepAlive, Sse};
use futures_util::{Stream, stream};
use tickit_domain::discord::Place;
use tickit_domain::event::Event;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::in_place::InPlace;
use super::instead::Instead;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// How often a quiet stream shows that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Somebody who looks at pages of a server.
struct Following {
    at: Place,
    state: HttpState,
    events: Receiver<Arc<(Place, Event)>>,
}

/// Follows a server. It is told that there is something new, and no more: what that is, the page is asked for, and who may
/// see it is found out then.
pub(super) async fn follow(place: InPlace) -> Result<Sse<impl Stream<Item = Result<Told, Infallible>>>, Instead> {
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    if !place.is_staff(&settings) {
        return Err(place.problem(Problem::forbidden("This is for staff.")));
    }
    let state = place.visitor.state.clone();
    let events = match state.desk() {
        Ok(behind) => behind.tickets.follow(),
        Err(problem) => return Err(place.problem(problem)),
    };
    let following = Following { at: place.at, state, events };
    let told = stream::unfold(following, |mut following| async {
        following.next().await.then(|| (Ok(Told::default().data("changed")), following))
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

impl Following {
    /// Waits until something happened; `false` at the end.
    async fn next(&mut self) -> bool {
        loop {
            match self.state.0.lifetime.stop.run_until_cancelled(self.events.recv()).await {
                Some(Ok(told)) if told.0 != self.at => {}
                // Whoever is too slow asks for all there is.
                Some(Ok(_) | Err(RecvError::Lagged(_))) => return true,
                Some(Err(RecvError::Closed)) | None => return false,
            }
        }
    }
}
