//! The heartbeat of one connection: when the next one is due, and whether the gateway is still there.

use std::time::Duration;

use tokio::time::Instant;

/// At so many moments of an interval bots beat.
const BEATS: u32 = 40;

/// The state of a connection's heartbeat.
#[derive(Debug)]
pub(super) struct Heart {
    interval: Duration,
    since: Instant,
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
    /// Begins with HELLO's interval; the first beat comes after the given part of it at the latest, so that not all bots
    /// that came together beat together. Those that are due within the same fortieth of the interval do, counted from
    /// `since`: to wake up costs a process with many quiet bots more than to beat.
    pub fn new(interval: Duration, first: Duration, since: Instant) -> Self {
        let due = together(since, Instant::now() + first, interval);
        Self { interval, since, due, sent: None, stalled: false }
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
        let due = together(self.since, now + self.interval, self.interval);
        (self.due, self.sent, self.stalled) = (due, Some(now), false);
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

/// The last moment until `due` at which bots with this interval beat.
fn together(since: Instant, due: Instant, interval: Duration) -> Instant {
    let step = (interval / BEATS).max(Duration::from_millis(1));
    let steps = due.saturating_duration_since(since).as_micros() / step.as_micros();
    since + step * u32::try_from(steps).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_beat_without_an_answer_is_the_last() {
        let mut heart = Heart::new(Duration::from_secs(40), Duration::from_secs(3), Instant::now());
        assert_eq!(heart.due() - Instant::now(), Duration::from_secs(3));
        assert_eq!(heart.beat(), Beat::Send);
        heart.acknowledged();
        assert_eq!(heart.beat(), Beat::Send);
        heart.stall();
        assert_eq!(heart.beat(), Beat::Send, "nobody read the acknowledgement");
        assert_eq!(heart.beat(), Beat::Dead);
    }

    #[tokio::test(start_paused = true)]
    async fn hearts_that_are_due_at_nearly_the_same_time_beat_together() {
        let (since, interval) = (Instant::now(), Duration::from_secs(40));
        let mut one = Heart::new(interval, Duration::from_millis(3_100), since);
        tokio::time::sleep(Duration::from_millis(600)).await;
        let mut other = Heart::new(interval, Duration::from_millis(3_300), since);
        assert_eq!(one.due(), other.due());
        tokio::time::sleep_until(one.due() + Duration::from_millis(20)).await;
        assert_eq!((one.beat(), other.beat()), (Beat::Send, Beat::Send));
        assert!(one.due() == other.due() && one.due() - Instant::now() <= interval);
    }
}
