//! The simulator's clock: real time, which tests stop and move forward.
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::sync::watch;

/// Milliseconds since the Unix epoch.
pub type Millis = u64;

/// Clones share the same time. Every deadline of the simulator is measured by it.
#[derive(Debug, Clone)]
pub struct Clock {
    shared: Arc<Time>,
}

#[derive(Debug)]
struct Time {
    started: Instant,
    started_at: Millis,
    ahead: AtomicU64,
    /// What real time had passed when it was stopped, plus one; 0 while it runs.
    stopped: AtomicU64,
    /// Real time that passed while it was stopped.
    lost: AtomicU64,
    moved: watch::Sender<()>,
}

impl Time {
    fn passed(&self) -> Millis {
        millis(self.started.elapsed()).saturating_sub(self.lost.load(Ordering::SeqCst))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock {
    /// A clock that shows the machine's time.
    #[expect(clippy::disallowed_methods, reason = "this is where the simulator's time comes from")]
    pub fn new() -> Self {
        Self::from_time(millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()), 0)
    }

    /// A clock that shows this time, and stands still until it is resumed.
    pub fn stopped_at(now: Millis) -> Self {
        Self::from_time(now, 1)
    }

    fn from_time(started_at: Millis, stopped: Millis) -> Self {
        let shared = Time {
            started: Instant::now(),
            started_at,
            ahead: AtomicU64::new(0),
            stopped: AtomicU64::new(stopped),
            lost: AtomicU64::new(0),
            moved: watch::Sender::new(()),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Now, in milliseconds since the Unix epoch.
    pub fn now(&self) -> Millis {
        let passed = match self.shared.stopped.load(Ordering::SeqCst) {
            0 => self.shared.passed(),
            stopped => stopped - 1,
        };
        self.shared.started_at + passed + self.shared.ahead.load(Ordering::SeqCst)
    }

    /// Stops time, so that it only moves when [`Clock::advance`] says so.
    pub fn pause(&self) {
        let now = self.shared.passed() + 1;
        // Stopping it twice is stopping it once.
        let _ = self.shared.stopped.compare_exchange(0, now, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// Lets time go on from where it stopped.
    pub fn resume(&self) {
        let stopped = self.shared.stopped.load(Ordering::SeqCst);
        if stopped > 0 {
            self.shared.lost.fetch_add((self.shared.passed() + 1).saturating_sub(stopped), Ordering::SeqCst);
            self.shared.stopped.store(0, Ordering::SeqCst);
            self.shared.moved.send_replace(());
        }
    }

    /// Moves time forward at once. Whoever sleeps on this clock wakes if their time has come.
    pub fn advance(&self, by: Duration) {
        self.shared.ahead.fetch_add(millis(by), Ordering::SeqCst);
        self.shared.moved.send_replace(());
    }

    /// Sleeps until the clock shows `deadline`, be it because time passed or because it was moved.
    pub async fn sleep_until(&self, deadline: Millis) {
        let mut moved = self.shared.moved.subscribe();
        loop {
            let now = self.now();
            if now >= deadline {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(deadline - now)) => {}
                _ = moved.changed() => {}
            }
        }
    }

    /// Sleeps for this long on this clock.
    pub async fn sleep(&self, length: Duration) {
        self.sleep_until(self.now() + millis(length)).await;
    }
}

/// A length in whole milliseconds.
pub(crate) fn millis(length: Duration) -> Millis {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX)
}

/// RFC 3339 in UTC, as Discord writes times.
pub(crate) fn timestamp(at: Millis) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .map_or_else(String::new, |text| text.replace('Z', "+00:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_time_is_moved() {
        let clock = Clock::new();
        let deadline = clock.now() + 3_600_000;
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(deadline).await }
        });
        clock.advance(Duration::from_hours(1));
        sleeper.await.unwrap();
        assert!(clock.now() >= deadline);
    }

    #[test]
    fn a_stopped_clock_moves_only_when_told() {
        let clock = Clock::new();
        clock.pause();
        let stopped = clock.now();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(clock.now(), stopped);
        clock.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), stopped + 1000);
        let before = Instant::now();
        clock.resume();
        std::thread::sleep(Duration::from_millis(5));
        let passed = clock.now() - stopped - 1000;
        assert!((4..=millis(before.elapsed()) + 1).contains(&passed), "{passed}");
    }

    #[test]
    fn times_are_written_as_discord_does() {
        assert_eq!(timestamp(1_700_000_000_123), "2023-11-14T22:13:20.123+00:00");
    }
}
