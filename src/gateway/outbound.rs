//! What a bot says to the gateway besides heartbeats, within Discord's 120 payloads a minute and connection.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;

/// A payload for the gateway, such as a presence update (op 3).
#[derive(Debug, Clone, Serialize)]
pub struct Command {
    /// The opcode.
    pub op: u8,
    /// Its data.
    pub d: Value,
}

/// How much of the minute's allowance is left. Discord closes with 4008 where it is exceeded.
#[derive(Debug)]
pub(super) struct Allowance {
    began: Instant,
    sent: u32,
}

const MINUTE: Duration = Duration::from_mins(1);
const PAYLOADS: u32 = 118;
/// Kept for heartbeats and for answers to the gateway's own.
const KEPT: u32 = 10;

impl Allowance {
    /// Nothing was sent yet.
    pub fn new() -> Self {
        Self { began: Instant::now(), sent: 0 }
    }

    /// Takes a place for a heartbeat; whether there was one.
    pub fn take(&mut self) -> bool {
        self.turn();
        let left = self.sent < PAYLOADS;
        self.sent += u32::from(left);
        left
    }

    /// Whether a command may be sent now.
    pub fn has_room(&mut self) -> bool {
        self.turn();
        self.sent < PAYLOADS - KEPT
    }

    /// When the next minute begins.
    pub fn renewed_at(&self) -> Instant {
        self.began + MINUTE
    }

    fn turn(&mut self) {
        if self.began.elapsed() >= MINUTE {
            *self = Self::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn heartbeats_have_room_when_commands_have_none() {
        let mut allowance = Allowance::new();
        let commands = (0..500).filter(|_| allowance.has_room() && allowance.take()).count();
        let beats = (0..500).filter(|_| allowance.take()).count();
        assert_eq!((commands, beats), (108, 10));
        tokio::time::advance(MINUTE).await;
        assert!(allowance.has_room());
    }
}
