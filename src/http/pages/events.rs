//! `/dashboard/{bot}/{guild}/events`: that something happened in a server, or with one ticket, for pages that then ask for
//! themselves anew.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::sse::{Event as Told, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde::Deserialize;
use tickit_domain::desk::{GuildNews, TicketFollower};
use tickit_domain::discord::Place;
use tickit_domain::event::{Event, EventKind};
use tickit_domain::ids::TicketId;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::in_place::InPlace;
use super::instead::Instead;
use super::other_processes::OthersFollowed;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// How often a quiet stream shows that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What somebody wants to follow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FollowIn {
    /// One ticket, by its number, rather than the server.
    ticket: Option<String>,
}

/// What somebody follows.
#[derive(Debug, Clone, Copy)]
enum Followed {
    /// All that happens in a server, as its staff does.
    Guild,
    /// One ticket.
    Ticket(TicketId, TicketFollower),
}

/// What they are told.
#[derive(Debug, Clone, Copy)]
enum News {
    /// Something happened.
    Changed,
    /// Somebody else came to look at the ticket, or begins or stops to write.
    Looking,
}

/// Somebody who looks at pages of a server.
struct Following {
    at: Place,
    followed: Followed,
    state: HttpState,
    events: Receiver<Arc<(Place, Event)>>,
    words: Receiver<(Place, TicketId)>,
    lookers: Receiver<(Place, TicketId)>,
    others: OthersFollowed,
}

/// Follows a server, or one ticket. It is told that there is something new, and no more: what that is, the page is asked for,
/// and who may see it is found out then.
pub(super) async fn follow(
    place: InPlace,
    query: Result<Query<FollowIn>, QueryRejection>,
) -> Result<Sse<impl Stream<Item = Result<Told, Infallible>>>, Instead> {
    let asked = query.map(|Query(asked)| asked).unwrap_or_default();
    let followed = Followed::of(&place, asked).await?;
    let following = Following::begin(&place, followed).await.map_err(|problem| place.problem(problem))?;
    let told = stream::unfold(following, |mut following| async {
        let news = following.next().await?;
        Some((Ok(news.told()), following))
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

impl Followed {
    /// Staff follow their server; who may see a ticket follows that.
    async fn of(place: &InPlace, FollowIn { ticket }: FollowIn) -> Result<Self, Instead> {
        if let Some(ticket) = ticket {
            let id = ticket.parse().map_err(|_| place.problem(Problem::no_such_ticket()))?;
            let follower = place.desk.follow_ticket(place.at, &place.actor, id).await;
            return Ok(Self::Ticket(id, follower.map_err(|error| place.instead(error))?));
        }
        let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
        if place.is_staff(&settings) {
            Ok(Self::Guild)
        } else {
            Err(place.problem(Problem::forbidden("This is for staff.")))
        }
    }

    /// Whether they are told of what happened, to a ticket where it was one.
    fn tells(self, ticket: Option<TicketId>, kind: Option<EventKind>) -> bool {
        match self {
            Self::Guild => true,
            Self::Ticket(id, follower) => ticket == Some(id) && kind.is_none_or(|kind| follower.is_told(kind)),
        }
    }

    /// Whether they are told of who looks at a ticket: staff, at its page.
    fn is_looked_at(self, ticket: TicketId) -> bool {
        matches!(self, Self::Ticket(id, TicketFollower::Staff) if id == ticket)
    }
}

impl News {
    fn told(self) -> Told {
        match self {
            Self::Changed => Told::default().data("changed"),
            Self::Looking => Told::default().event("looking").data("looking"),
        }
    }
}

impl Following {
    async fn begin(place: &InPlace, followed: Followed) -> Result<Self, Problem> {
        let state = place.visitor.state.clone();
        let tickets = &state.desk()?.tickets;
        let (events, words, lookers) = (tickets.follow(), tickets.follow_words(), state.0.known.lookers.follow());
        let (own, shared) = (tickets.follow(), &state.0);
        let others = &shared.known.other_processes;
        let others = others.follow(&place.desk, place.at.guild, own, &shared.lifetime.stop).await;
        Ok(Self { at: place.at, followed, events, words, lookers, others, state })
    }

    /// Waits until there are news for them; none at the end.
    async fn next(&mut self) -> Option<News> {
        let stop = self.state.0.lifetime.stop.clone();
        loop {
            let news = tokio::select! {
                () = stop.cancelled() => return None,
                told = self.events.recv() => told.map(|told| self.of_event(&told)),
                told = self.words.recv() => told.map(|(at, ticket)| self.of_words(at, ticket)),
                told = self.lookers.recv() => told.map(|(at, ticket)| self.of_lookers(at, ticket)),
                told = self.others.recv() => told.map(|told| self.of_others(told)),
            };
            match news {
                Ok(None) => {}
                Ok(Some(news)) => return Some(news),
                // Whoever is too slow asks for all there is.
                Err(RecvError::Lagged(_)) => return Some(News::Changed),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    fn of_event(&self, (at, event): &(Place, Event)) -> Option<News> {
        (*at == self.at && self.followed.tells(event.ticket(), Some(event.kind))).then_some(News::Changed)
    }

    fn of_words(&self, at: Place, ticket: TicketId) -> Option<News> {
        (at == self.at && self.followed.tells(Some(ticket), None)).then_some(News::Changed)
    }

    fn of_others(&self, done: GuildNews) -> Option<News> {
        self.followed.tells(done.ticket, done.kind).then_some(News::Changed)
    }

    fn of_lookers(&self, at: Place, ticket: TicketId) -> Option<News> {
        (at == self.at && self.followed.is_looked_at(ticket)).then_some(News::Looking)
    }
}
