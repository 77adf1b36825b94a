//! Events in both directions: what a bot's host saw in guilds, and what became of the bot's tickets.

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::value::RawValue;
use tickit_domain::discord::Place;
use tickit_domain::event::Event;
use tickit_domain::ids::{BotId, ChannelId, TicketId};
use tokio::sync::broadcast;

/// Takes in what a bot's host saw.
#[async_trait]
pub trait EventIntake: Send + Sync + Debug {
    /// Takes events in their order; what was not taken for want of room is the last of them.
    async fn take(&self, bot: BotId, events: Vec<ForwardedEvent>) -> Taken;
}

/// One event of Discord's gateway.
#[derive(Debug)]
pub struct ForwardedEvent {
    /// Its name, such as `MESSAGE_CREATE`.
    pub name: String,
    /// Its `d`.
    pub data: Box<RawValue>,
}

/// What became of events.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many were taken.
    pub accepted: usize,
    /// How many are of kinds that nobody listens to.
    pub ignored: usize,
    /// How many found no room, and may be sent again.
    pub refused: usize,
    /// Channels among them that are tickets'.
    pub wanted: Vec<ChannelId>,
    /// Channels among them that are not, and will not be.
    pub unwanted: Vec<ChannelId>,
}

/// What becomes of tickets, as it happens in this process.
pub trait TicketEvents: Send + Sync + Debug {
    /// All events from now on, of every bot. Whoever is too slow misses the oldest.
    fn follow(&self) -> broadcast::Receiver<Arc<(Place, Event)>>;
    /// In which tickets something is said from now on, or changed of what was.
    fn follow_words(&self) -> broadcast::Receiver<(Place, TicketId)>;
}
