//! What the gateway can be told. The defaults are for Discord itself; tests shorten them.

use std::sync::Arc;
use std::time::Duration;

use crate::discord::backoff::Backoff;
use crate::discord::intents::Intents;

/// Deadlines, limits and pauses of gateway sessions.
#[derive(Debug, Clone)]
pub struct GatewaySettings {
    /// How long a lost session waits before it tries again, with full jitter.
    pub backoff: Backoff,
    /// A connection that lived so long is not counted as a failed try.
    pub settled: Duration,
    /// For TCP, TLS and the WebSocket's handshake, together.
    pub connect_timeout: Duration,
    /// From the handshake to HELLO.
    pub hello_timeout: Duration,
    /// From IDENTIFY or RESUME to READY or RESUMED, and between the events that are replayed on the way.
    pub ready_timeout: Duration,
    /// For one frame to be sent.
    pub write_timeout: Duration,
    /// For one read or write of the session memory.
    pub memory_timeout: Duration,
    /// How often the sequence is saved, where it moved.
    pub save_every: Duration,
    /// Identifies of a bot in 24 hours; at 1,000 Discord resets its token.
    pub identify_limit: u32,
    /// Between two identifies of one bot that fall in the same of its `max_concurrency` groups.
    pub identify_spacing: Duration,
    /// Handshakes at the same time, over all bots.
    pub handshakes: usize,
    /// Handshakes a second, over all bots.
    pub handshakes_per_second: u32,
    /// The longest message in bytes, before and after decompression.
    pub longest_message: usize,
    /// How many events of one shard may be waiting or in work at a time.
    pub events_of_a_shard: usize,
    /// How long an interaction waits for room in the queue: after Discord's 3 seconds its answer is worth nothing.
    pub interaction_patience: Duration,
    /// How long any other event waits for room in the queue: interactions may be behind it.
    pub event_patience: Duration,
    /// Certificate authorities that are trusted besides the public ones, as PEM.
    pub authorities: Arc<[u8]>,
    /// What sessions ask to be told of.
    pub intents: Intents,
    /// Which events are wanted, by name; others are not even copied.
    pub wanted: fn(&str) -> bool,
    /// Of which of them only the guild's id, and whether it is unavailable, are handed on: a `GUILD_CREATE` has 73 kB
    /// and more.
    pub brief: fn(&str) -> bool,
}

impl Default for GatewaySettings {
    fn default() -> Self {
        Self {
            backoff: Backoff { shortest: Duration::from_secs(1), longest: Duration::from_mins(1) },
            settled: Duration::from_mins(1),
            connect_timeout: Duration::from_secs(10),
            hello_timeout: Duration::from_secs(10),
            ready_timeout: Duration::from_mins(1),
            write_timeout: Duration::from_secs(10),
            memory_timeout: Duration::from_secs(5),
            save_every: Duration::from_secs(10),
            identify_limit: 900,
            identify_spacing: Duration::from_secs(5),
            handshakes: 64,
            handshakes_per_second: 500,
            longest_message: 16 << 20,
            events_of_a_shard: 256,
            interaction_patience: Duration::from_millis(2500),
            event_patience: Duration::from_secs(2),
            authorities: Arc::default(),
            intents: Intents::default(),
            wanted: |_| true,
            brief: |_| false,
        }
    }
}
