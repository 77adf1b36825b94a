//! Events on their way from the sessions to whoever handles them, bounded by count, by bytes and by bot.

use std::sync::Arc;
use std::time::Duration;

use serde_json::value::RawValue;
use tickit_domain::ids::BotId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{Instant, timeout_at};

use super::{Counters, GatewaySettings};

/// One event as Discord sent it.
#[derive(Debug)]
pub struct Event {
    /// The bot whose session received it.
    pub bot: BotId,
    /// Its name, such as `INTERACTION_CREATE`.
    pub name: Box<str>,
    /// Its `d`, as it came.
    pub data: Box<RawValue>,
    /// When it was received.
    pub received: Instant,
    /// Its place in the queue's limits.
    pub place: EventPermit,
}

/// A place in the queue's limits, which an event has until it is handled. It is given back when it is dropped.
#[derive(Debug, Default)]
pub struct EventPermit {
    _held: [Option<OwnedSemaphorePermit>; 3],
}

/// Where sessions put their events.
#[derive(Debug, Clone)]
pub struct EventQueue {
    sender: mpsc::Sender<Event>,
    ordinary: Arc<Semaphore>,
    room: Arc<Semaphore>,
    kibibytes: u32,
}

/// How much of the queue events other than interactions may take.
#[derive(Debug, Clone, Copy)]
pub struct QueueLimits {
    /// At most so many of them.
    pub events: usize,
    /// At most so many bytes of them.
    pub bytes: usize,
}

/// One shard's way into the queue.
#[derive(Debug)]
pub(super) struct ShardQueue {
    queue: EventQueue,
    share: Arc<Semaphore>,
    waiting: Option<(Event, Instant)>,
}

const KIBIBYTE: usize = 1024;

impl EventPermit {
    /// A place among other limits than those of the sessions' queue.
    pub const fn of(permit: OwnedSemaphorePermit) -> Self {
        Self { _held: [Some(permit), None, None] }
    }
}

impl Event {
    /// An event that takes no place in any queue.
    pub const fn new(bot: BotId, name: Box<str>, data: Box<RawValue>, received: Instant) -> Self {
        Self { bot, name, data, received, place: EventPermit { _held: [None, None, None] } }
    }

    /// Whether it is an interaction, which has to be answered in 3 seconds.
    pub fn is_interaction(&self) -> bool {
        &*self.name == "INTERACTION_CREATE"
    }
}

impl EventQueue {
    /// A queue into this channel. A part of the channel is kept for interactions if `limits.events` is below its
    /// capacity.
    pub fn new(sender: mpsc::Sender<Event>, limits: QueueLimits) -> Self {
        let ordinary = Arc::new(Semaphore::new(limits.events.clamp(1, Semaphore::MAX_PERMITS)));
        let kibibytes = u32::try_from(limits.bytes / KIBIBYTE).unwrap_or(u32::MAX >> 4).clamp(1, u32::MAX >> 4);
        let room = Arc::new(Semaphore::new(kibibytes as usize));
        Self { sender, ordinary, room, kibibytes }
    }

    pub(super) fn shard_queue(&self, share: usize) -> ShardQueue {
        ShardQueue { queue: self.clone(), share: Arc::new(Semaphore::new(share.max(1))), waiting: None }
    }
}

impl ShardQueue {
    /// Takes an event; it is handed on by [`ShardQueue::hand_on`], and nothing else may be read from the gateway before.
    pub fn take(&mut self, event: Event, settings: &GatewaySettings) {
        let patience = if event.is_interaction() { settings.interaction_patience } else { settings.event_patience };
        let until = event.received + patience;
        self.waiting = Some((event, until));
    }

    /// Whether an event waits.
    pub const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Waits until the event is in the queue or its time is over, and says how long that took since it was received.
    /// May be cancelled and called again.
    pub async fn hand_on(&mut self, counters: &Counters) -> Duration {
        let Some((event, until)) = &self.waiting else { return Duration::ZERO };
        let room = timeout_at(*until, self.queue.room_for(event, &self.share)).await;
        let Some((mut event, _)) = self.waiting.take() else { return Duration::ZERO };
        let waited = event.received.elapsed();
        if let Ok(Some((room, place))) = room {
            event.place = place;
            room.send(event);
            counters.events.add();
        } else if event.is_interaction() {
            counters.interactions_dropped.add();
            tracing::error!(bot = %event.bot, "an interaction found no room in the queue");
        } else {
            counters.events_dropped.add();
            tracing::warn!(bot = %event.bot, name = &*event.name, "an event found no room in the queue");
        }
        waited
    }
}

type Room = (mpsc::OwnedPermit<Event>, EventPermit);

impl EventQueue {
    /// A place in the queue, or `None` where nobody reads it any more.
    async fn room_for(&self, event: &Event, share: &Arc<Semaphore>) -> Option<Room> {
        let share = Arc::clone(share).acquire_owned().await.ok()?;
        let (mut ordinary, mut room) = (None, None);
        if !event.is_interaction() {
            let size = event.data.get().len().div_ceil(KIBIBYTE).max(1);
            let size = u32::try_from(size).unwrap_or(u32::MAX).min(self.kibibytes);
            ordinary = Some(Arc::clone(&self.ordinary).acquire_owned().await.ok()?);
            room = Some(Arc::clone(&self.room).acquire_many_owned(size).await.ok()?);
        }
        let place = self.sender.clone().reserve_owned().await.ok()?;
        Some((place, EventPermit { _held: [Some(share), ordinary, room] }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, bytes: usize) -> Event {
        let data = RawValue::from_string(format!("\"{}\"", "x".repeat(bytes))).unwrap();
        Event::new(BotId::new(1), name.into(), data, Instant::now())
    }

    async fn put(shard_queue: &mut ShardQueue, event: Event, counters: &Counters) {
        shard_queue.take(event, &GatewaySettings::default());
        shard_queue.hand_on(counters).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_queue_still_has_room_for_an_interaction() {
        let (sender, mut events) = mpsc::channel(3);
        let queue = EventQueue::new(sender, QueueLimits { events: 2, bytes: 1 << 20 });
        let (mut shard_queue, counters) = (queue.shard_queue(64), Counters::default());
        for _ in 0..3 {
            put(&mut shard_queue, event("MESSAGE_CREATE", 10), &counters).await;
        }
        put(&mut shard_queue, event("INTERACTION_CREATE", 10), &counters).await;
        assert_eq!((counters.events.get(), counters.events_dropped.get()), (3, 1));
        let names: Vec<_> = std::iter::from_fn(|| events.try_recv().ok()).map(|event| event.name).collect();
        assert_eq!(names, ["MESSAGE_CREATE".into(), "MESSAGE_CREATE".into(), "INTERACTION_CREATE".into()]);
    }

    #[tokio::test(start_paused = true)]
    async fn one_shard_takes_only_its_share_and_all_only_so_many_bytes() {
        let (sender, mut events) = mpsc::channel(100);
        let queue = EventQueue::new(sender, QueueLimits { events: 100, bytes: 64 << 10 });
        let (mut flooded, mut quiet, counters) = (queue.shard_queue(4), queue.shard_queue(4), Counters::default());
        for _ in 0..6 {
            put(&mut flooded, event("INTERACTION_CREATE", 10), &counters).await;
        }
        assert_eq!((counters.events.get(), counters.interactions_dropped.get()), (4, 2));
        let before = Instant::now();
        put(&mut quiet, event("GUILD_CREATE", 50 << 10), &counters).await;
        assert_eq!((counters.events.get(), before.elapsed()), (5, Duration::ZERO));
        put(&mut quiet, event("GUILD_CREATE", 50 << 10), &counters).await;
        assert_eq!(counters.events_dropped.get(), 1, "more bytes than there is room for");
        while events.try_recv().is_ok() {}
        put(&mut quiet, event("GUILD_CREATE", 500 << 10), &counters).await;
        put(&mut flooded, event("INTERACTION_CREATE", 10), &counters).await;
        assert_eq!(counters.events.get(), 7, "room did not come back");
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_can_be_interrupted_without_losing_the_event() {
        let (sender, mut events) = mpsc::channel(1);
        let queue = EventQueue::new(sender, QueueLimits { events: 1, bytes: 1 << 20 });
        let (mut shard_queue, counters) = (queue.shard_queue(4), Counters::default());
        put(&mut shard_queue, event("A", 1), &counters).await;
        shard_queue.take(event("B", 1), &GatewaySettings::default());
        for _ in 0..3 {
            assert!(tokio::time::timeout(Duration::from_millis(5), shard_queue.hand_on(&counters)).await.is_err());
        }
        assert!(shard_queue.is_waiting());
        assert_eq!(&*events.recv().await.unwrap().name, "A");
        shard_queue.hand_on(&counters).await;
        assert_eq!(&*events.recv().await.unwrap().name, "B");
    }
}
