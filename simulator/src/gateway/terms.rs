//! What a session is about: what was asked for, what is kept, and an event's place in it.
use std::{fmt::Write as _, time::Duration};

use crate::{
    Intents, Millis, Payload,
    world::{ApplicationId, GuildId},
};

/// How much a session keeps for a RESUME, and for a connection that reads more slowly than events arrive.
#[derive(Debug, Clone, Copy)]
pub struct Replay {
    /// Most events.
    pub events: usize,
    /// Most bytes of their payloads together. A connection that lags behind by more is dropped.
    pub bytes: usize,
    /// Most bytes of payloads that were already written to a connection.
    pub written_bytes: usize,
    /// For how long a session without a connection lives, and a written event is kept.
    pub window: Duration,
}

impl Default for Replay {
    fn default() -> Self {
        Self { events: 10_000, bytes: 64 << 20, written_bytes: 2 << 20, window: Duration::from_mins(5) }
    }
}

/// What IDENTIFY asked for.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The bot.
    pub application: ApplicationId,
    /// Which of how many shards.
    pub shard: (u64, u64),
    /// The events it wants.
    pub intents: Intents,
    /// Whether big payloads shall be compressed one by one.
    pub compress: bool,
}

/// Whether events of this guild (`None`: of no guild) go to the shard `(which, of how many)`.
pub fn serves((shard, shards): (u64, u64), guild: Option<GuildId>) -> bool {
    guild.map_or(0, |guild| (guild.0 >> 22) % shards.max(1)) == shard
}

/// An event with its place in the session.
#[derive(Debug, Clone)]
pub struct Event {
    /// `s`.
    pub seq: u64,
    /// When it happened.
    pub at: Millis,
    name: &'static str,
    payload: Payload,
}

impl Event {
    pub(super) fn new(seq: u64, at: Millis, name: &'static str, payload: Payload) -> Self {
        Self { seq, at, name, payload }
    }

    /// Bytes of its payload.
    pub fn size(&self) -> usize {
        self.payload.get().len()
    }

    /// The frame's text.
    pub fn text(&self) -> String {
        let payload = self.payload.get();
        let mut text = String::with_capacity(payload.len() + self.name.len() + 48);
        // Writing to a String cannot fail.
        let _ = write!(text, "{{\"t\":\"{}\",\"s\":{},\"op\":0,\"d\":{payload}}}", self.name, self.seq);
        text
    }
}

/// A session as tests see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// `session_id`.
    pub session_id: String,
    /// Which of how many shards.
    pub shard: (u64, u64),
    /// The intents it identified with.
    pub intents: Intents,
    /// The latest event's sequence number.
    pub seq: u64,
    /// The latest that was written to the connection.
    pub sent: u64,
    /// How often it was resumed.
    pub resumes: u64,
    /// Whether a connection has it now.
    pub connected: bool,
}
