//! Who looks at which ticket, and who writes an answer there: known in this process alone, and forgotten within half a minute.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use moka::sync::Cache;
use serde::Deserialize;
use tickit_domain::actor::Who;
use tickit_domain::discord::Place;
use tickit_domain::ids::TicketId;
use tokio::sync::broadcast;
use tokio::time::Instant;

/// How long somebody is there who was not heard of since. A page that is looked at tells it every ten seconds.
const HOLDS: Duration = Duration::from_secs(18);

/// How long somebody writes who did not go on since.
const WRITES: Duration = Duration::from_secs(8);

/// Of so many tickets it is known who looks at them.
const MOST_TICKETS: u64 = 10_000;

/// So many people are known of each.
const MOST_PEOPLE: usize = 20;

/// So many changes are kept for those who are slow.
const KEPT: usize = 256;

/// A bot in a guild, and a ticket there.
type Ticket = (Place, TicketId);

/// Those who look at tickets.
#[derive(Debug)]
pub(in crate::http) struct Lookers {
    tickets: Cache<Ticket, Arc<Mutex<Vec<Looker>>>>,
    news: broadcast::Sender<Ticket>,
}

/// Somebody who looks at a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looker {
    pub(super) who: Who,
    /// When they were last heard of.
    seen: Instant,
    /// When they last wrote at an answer.
    wrote: Option<Instant>,
}

/// What somebody does at a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Doing {
    #[default]
    Reading,
    Writing,
}

impl Default for Lookers {
    fn default() -> Self {
        let tickets = Cache::builder().max_capacity(MOST_TICKETS).time_to_idle(HOLDS).build();
        Self { tickets, news: broadcast::Sender::new(KEPT) }
    }
}

impl Looker {
    /// Whether they write an answer.
    pub(super) fn is_writing(&self) -> bool {
        self.wrote.is_some_and(|wrote| wrote.elapsed() < WRITES)
    }

    fn is(&self, who: &Who) -> bool {
        self.who.key() == who.key()
    }
}

impl Lookers {
    /// At which tickets somebody comes, or begins or stops to write, from now on.
    pub(super) fn follow(&self) -> broadcast::Receiver<Ticket> {
        self.news.subscribe()
    }

    /// Notes that somebody is there; who is there besides. However many pages of theirs are open, they are one.
    pub(super) fn note(&self, ticket: Ticket, who: &Who, doing: Doing) -> Vec<Looker> {
        let known = self.tickets.get_with(ticket, Arc::default);
        let mut there = locked(&known);
        there.retain(|looker| looker.seen.elapsed() < HOLDS);
        let place = there.iter().position(|looker| looker.is(who));
        let before = place.map(|place| there.remove(place));
        let others = there.clone();
        if others.len() >= MOST_PEOPLE {
            return others;
        }
        let (was_there, was_writing) = (before.is_some(), before.as_ref().is_some_and(Looker::is_writing));
        let now = Instant::now();
        let wrote = if doing == Doing::Writing { Some(now) } else { before.and_then(|before| before.wrote) };
        there.push(Looker { who: who.clone(), seen: now, wrote });
        drop(there);
        if !was_there || (doing == Doing::Writing && !was_writing) {
            let _ = self.news.send(ticket);
        }
        others
    }

    /// Notes that somebody's answer is there, so that they write it no more.
    pub(super) fn has_answered(&self, ticket: Ticket, who: &Who) {
        let Some(known) = self.tickets.get(&ticket) else { return };
        let wrote = locked(&known).iter_mut().find(|looker| looker.is(who)).and_then(|looker| looker.wrote.take());
        if wrote.is_some() {
            let _ = self.news.send(ticket);
        }
    }
}

fn locked(known: &Mutex<Vec<Looker>>) -> MutexGuard<'_, Vec<Looker>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::{BotId, GuildId, UserId};
    use tokio::time::advance;

    use super::*;

    fn person(user: u64) -> Who {
        Who::Person { user: UserId::new(user), name: format!("user-{user}") }
    }

    fn ticket(number: u32) -> Ticket {
        (Place { bot: BotId::new(1), guild: GuildId::new(2) }, TicketId::new(number))
    }

    fn named(others: &[Looker]) -> Vec<(&str, bool)> {
        others.iter().map(|other| (other.who.name(), other.is_writing())).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_looks_is_told_to_others_and_forgotten_within_half_a_minute() {
        let (lookers, bob, carol) = (Lookers::default(), person(4), person(5));
        let mut news = lookers.follow();
        assert_eq!(lookers.note(ticket(3), &bob, Doing::Reading), []);
        assert_eq!(named(&lookers.note(ticket(3), &carol, Doing::Writing)), [("user-4", false)]);
        assert_eq!(lookers.note(ticket(4), &carol, Doing::Reading), [], "another ticket");
        assert_eq!(named(&lookers.note(ticket(3), &bob, Doing::Reading)), [("user-5", true)]);
        advance(WRITES).await;
        assert_eq!(named(&lookers.note(ticket(3), &bob, Doing::Reading)), [("user-5", false)]);
        assert_eq!(lookers.note(ticket(3), &carol, Doing::Writing).len(), 1);
        lookers.note(ticket(3), &carol, Doing::Writing);
        lookers.has_answered(ticket(3), &carol);
        lookers.has_answered(ticket(3), &carol);
        assert_eq!(named(&lookers.note(ticket(3), &bob, Doing::Reading)), [("user-5", false)]);
        let told: Vec<u32> = std::iter::from_fn(|| news.try_recv().ok()).map(|(_, id)| id.get()).collect();
        assert_eq!(told, [3, 3, 4, 3, 3], "that somebody is there still, or writes still, is no news");
        advance(HOLDS).await;
        assert_eq!(lookers.note(ticket(3), &bob, Doing::Reading), []);
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_ticket_so_many_are_known_and_no_more() {
        let (lookers, most) = (Lookers::default(), MOST_PEOPLE as u64);
        for user in 1..=most + 30 {
            lookers.note(ticket(3), &person(user), Doing::Writing);
        }
        assert_eq!(lookers.note(ticket(3), &person(1), Doing::Reading).len(), MOST_PEOPLE - 1);
        assert_eq!(lookers.note(ticket(3), &person(1_000), Doing::Reading).len(), MOST_PEOPLE);
    }
}
