//! Lanes: what happens in one channel is handled in the order in which it happened, and channels side by side.

use std::future::Future;

use tickit_domain::ids::ChannelId;
use tokio::sync::mpsc;

/// How many lanes there are.
const LANES: u64 = 32;

/// How many events may wait in a lane.
const WAITING: usize = 256;

/// Workers that each handle their channels' events one after the other.
#[derive(Debug)]
pub(super) struct Lanes<T> {
    lanes: Vec<mpsc::Sender<T>>,
}

impl<T: Send + 'static> Lanes<T> {
    /// Starts the workers; they end when the lanes are dropped and what waits in them is handled.
    pub fn start<F, Fut>(handle: F) -> Self
    where
        F: Fn(T) -> Fut + Clone + Send + 'static,
        Fut: Future<Output = ()> + Send,
    {
        let lanes = (0..LANES).map(|_| {
            let (sender, mut waiting) = mpsc::channel(WAITING);
            let handle = handle.clone();
            tokio::spawn(async move {
                while let Some(event) = waiting.recv().await {
                    handle(event).await;
                }
            });
            sender
        });
        Self { lanes: lanes.collect() }
    }

    /// Hands an event of a channel over; whether there was room for it in its lane.
    pub fn push(&self, channel: ChannelId, event: T) -> bool {
        // A snowflake's time is in its upper bits, so channels spread over the lanes.
        let lane = (channel.get() >> 22) % LANES;
        let lane = usize::try_from(lane).ok().and_then(|lane| self.lanes.get(lane));
        lane.is_some_and(|lane| lane.try_send(event).is_ok())
    }
}
