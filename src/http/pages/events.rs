//! `/dashboard/{bot}/{guild}/events`: that something happened in a server, for pages that then ask for themselves anew.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event as Told, KeepAlive, Sse};
use futures_util::{Stream, stream};
use tickit_domain::discord::Place;
use tickit_domain::event::Event;
use tickit_domain::ids::TicketId;
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
    words: Receiver<(Place, TicketId)>,
}

/// Follows a server. It is told that there is something new, and no more: what that is, the page is asked for, and who may
/// see it is found out then.
pub(super) async fn follow(place: InPlace) -> Result<Sse<impl Stream<Item = Result<Told, Infallible>>>, Instead> {
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    if !place.is_staff(&settings) {
        return Err(place.problem(Problem::forbidden("This is for staff.")));
    }
    let state = place.visitor.state.clone();
    let (events, words) = match state.desk() {
        Ok(behind) => (behind.tickets.follow(), behind.tickets.follow_words()),
        Err(problem) => return Err(place.problem(problem)),
    };
    let following = Following { at: place.at, state, events, words };
    let told = stream::unfold(following, |mut following| async {
        following.next().await.then(|| (Ok(Told::default().data("changed")), following))
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

impl Following {
    /// Waits until something happened; `false` at the end.
    async fn next(&mut self) -> bool {
        let stop = self.state.0.lifetime.stop.clone();
        loop {
            let told = tokio::select! {
                () = stop.cancelled() => return false,
                told = self.events.recv() => told.map(|told| told.0),
                told = self.words.recv() => told.map(|(at, _)| at),
            };
            match told {
                Ok(at) if at != self.at => {}
                // Whoever is too slow asks for all there is.
                Ok(_) | Err(RecvError::Lagged(_)) => return true,
                Err(RecvError::Closed) => return false,
            }
        }
    }
}
