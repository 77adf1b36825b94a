//! What becomes of tickets, told to whoever follows it.

use std::sync::Arc;

use tickit_domain::desk::Appending;
use tickit_domain::discord::Place;
use tickit_domain::event::{Event, EventWatcher, Reconciled};
use tickit_domain::guild::Missing;
use tickit_domain::ids::{BotId, GuildId, TicketId};
use tokio::sync::broadcast;

use crate::http::TicketEvents;
use crate::metrics::Metrics;
use crate::store::NewEvents;
use crate::webhooks::Followers;

/// So many events are kept for those who are slow.
const KEPT: usize = 1_024;

/// Those who follow what becomes of tickets, and those who follow what is said in them.
#[derive(Debug)]
pub(super) struct TicketFeed {
    events: broadcast::Sender<Arc<(Place, Event)>>,
    words: broadcast::Sender<(Place, TicketId)>,
}

/// Everybody who is told of what happens.
#[derive(Debug)]
pub(super) struct Watchers {
    metrics: Arc<Metrics>,
    feed: Arc<TicketFeed>,
    new_events: Arc<NewEvents>,
    followers: Arc<Followers>,
}

impl Default for TicketFeed {
    fn default() -> Self {
        Self { events: broadcast::Sender::new(KEPT), words: broadcast::Sender::new(KEPT) }
    }
}

impl TicketEvents for TicketFeed {
    fn follow(&self) -> broadcast::Receiver<Arc<(Place, Event)>> {
        self.events.subscribe()
    }

    fn follow_words(&self) -> broadcast::Receiver<(Place, TicketId)> {
        self.words.subscribe()
    }
}

impl Watchers {
    pub(super) fn new(
        metrics: &Arc<Metrics>,
        feed: &Arc<TicketFeed>,
        followers: &Arc<Followers>,
        new_events: &Arc<NewEvents>,
    ) -> Self {
        let (metrics, feed) = (Arc::clone(metrics), Arc::clone(feed));
        Self { metrics, feed, followers: Arc::clone(followers), new_events: Arc::clone(new_events) }
    }
}

impl EventWatcher for Watchers {
    fn saw(&self, at: Place, event: &Event) {
        self.metrics.saw(at, event);
        if self.feed.events.receiver_count() > 0 {
            let _ = self.feed.events.send(Arc::new((at, event.clone())));
        }
        self.followers.saw(at);
    }

    fn heard(&self, at: Place, ticket: TicketId) {
        let _ = self.feed.words.send((at, ticket));
    }

    fn is_followed(&self, at: Place) -> bool {
        self.followers.is_followed(at)
    }

    fn follows(&self, bot: BotId, guild: Option<GuildId>) {
        self.followers.follows(bot, guild);
    }

    fn refused(&self, at: Place, ticket: TicketId, aspects: usize) {
        self.metrics.refused(at, ticket, aspects);
    }

    fn missing(&self, at: Place, missing: &[Missing]) {
        self.metrics.missing(at, missing);
    }

    fn looked_through(&self, guild: GuildId) {
        self.new_events.note(Some(guild), Appending::Earlier);
    }

    fn reconciled(&self, at: Place, reconciled: Reconciled) {
        self.metrics.reconciled(at, reconciled);
    }
}
