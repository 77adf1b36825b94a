//! The heartbeat of one connection: when the next one is due, and whether the gateway is still there.

use std::time::Duration;

use tokio::time::Instant;

/// The state of a connection's heartbeat.
#[derive(Debug)]
pub(super) struct Heart {
    interval: Duration,
    due: Instant,
    sent: Option<Instant>,
    stalled: bool,
}

/// What is to be done when a heartbeat is due.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// Send one.
    Send,
    /// The one before was not acknowledged: the connection is dead.
    Dead,
}

impl Heart {
    /// Begins with HELLO's interval; the first beat comes after the given part of it, so that bots that came together
    /// do not beat together.
    pub fn new(interval: Duration, first: Duration) -> Self {
        Self { interval, due: Instant::now() + first, sent: None, stalled: false }
    }

    /// When the next beat is due.
    pub const fn due(&self) -> Instant {
        self.due
    }

    /// It is due.
    pub fn beat(&mut self) -> Beat {
        if self.sent.is_some() && !self.stalled {
            return Beat::Dead;
        }
        let now = Instant::now();
        (self.due, self.sent, self.stalled) = (now + self.interval, Some(now), false);
        Beat::Send
    }

    /// Nothing is read for the time being, acknowledgements neither: their absence means nothing.
    pub const fn stall(&mut self) {
        self.stalled = true;
    }

    /// The gateway acknowledged.
    pub const fn acknowledged(&mut self) {
        self.sent = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_beat_without_an_answer_is_the_last() {
        let mut heart = Heart::new(Duration::from_secs(40), Duration::from_secs(3));
        assert_eq!(heart.due() - Instant::now(), Duration::from_secs(3));
        assert_eq!(heart.beat(), Beat::Send);
        heart.acknowledged();
        assert_eq!(heart.beat(), Beat::Send);
        heart.stall();
        assert_eq!(heart.beat(), Beat::Send, "nobody read the acknowledgement");
        assert_eq!(heart.beat(), Beat::Dead);
    }
}
