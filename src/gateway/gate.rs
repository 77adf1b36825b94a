//! Gates in front of Discord: handshakes of all bots, and the turns in which one bot's shards identify.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, sleep_until};

use super::GatewaySettings;
use super::address::SessionStartLimit;

/// How many handshakes are under way: they cost CPU, and thousands at once would starve the sessions that work.
#[derive(Debug)]
pub(super) struct HandshakeGate {
    permits: Arc<Semaphore>,
    rate: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

impl HandshakeGate {
    /// A gate with the settings' numbers.
    pub fn new(settings: &GatewaySettings) -> Self {
        let rate = NonZeroU32::new(settings.handshakes_per_second).unwrap_or(NonZeroU32::MIN);
        Self {
            permits: Arc::new(Semaphore::new(settings.handshakes.max(1))),
            rate: RateLimiter::direct(Quota::per_second(rate)),
            clock: DefaultClock::default(),
        }
    }

    /// Waits for a place and for the pace, and holds the place until it is dropped. `None` never happens while the gate
    /// exists.
    pub async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        let permit = self.permit().await?;
        while let Err(early) = self.rate.check() {
            sleep(early.wait_time_from(self.clock.now())).await;
        }
        Some(permit)
    }

    /// Waits for a place only.
    pub async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }
}

/// The turns of one bot's identifies: `max_concurrency` groups of shards, one identify each in 5 seconds, and no more
/// in all than nine tenths of what Discord grants in a day, whoever else uses the token.
#[derive(Debug)]
pub(super) struct IdentifyTurns {
    groups: u16,
    spacing: Duration,
    next: Mutex<HashMap<u16, Instant>>,
    day: Mutex<Day>,
}

#[derive(Debug)]
struct Day {
    total: u32,
    left: u32,
    ends: Instant,
    /// When Discord said so.
    said_at: Instant,
}

const DAY: Duration = Duration::from_hours(24);

impl Day {
    fn of(limit: &SessionStartLimit) -> Self {
        let said_at = Instant::now();
        let ends = said_at + Duration::from_millis(limit.reset_after).min(DAY);
        Self { total: limit.total, left: limit.remaining.saturating_sub(limit.total / 10), ends, said_at }
    }
}

impl IdentifyTurns {
    /// Turns that follow what Discord said when the bot was started.
    pub fn new(limit: SessionStartLimit, spacing: Duration) -> Self {
        let day = Mutex::new(Day::of(&limit));
        Self { groups: limit.max_concurrency.max(1), spacing, next: Mutex::default(), day }
    }

    /// Discord said anew what is left.
    pub fn renew(&self, limit: SessionStartLimit) {
        *self.today() = Day::of(&limit);
    }

    /// How long ago Discord said what is left.
    pub fn known_for(&self) -> Duration {
        self.today().said_at.elapsed()
    }

    /// Whether there is one identify of the day left, or more.
    pub fn are_left(&self) -> bool {
        self.today().left > 0
    }

    /// Takes one identify of the day; whether there was one.
    pub fn spend(&self) -> bool {
        let mut day = self.today();
        let left = day.left > 0;
        day.left = day.left.saturating_sub(1);
        left
    }

    fn today(&self) -> MutexGuard<'_, Day> {
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if Instant::now() >= day.ends {
            (day.left, day.ends) = (day.total - day.total / 10, Instant::now() + DAY);
        }
        day
    }

    /// Waits for the shard's turn.
    pub async fn wait(&self, shard: u16) {
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let slot = next.entry(shard % self.groups).or_insert_with(Instant::now);
            let turn = (*slot).max(Instant::now());
            *slot = turn + self.spacing;
            turn
        };
        sleep_until(turn).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn shards_of_a_group_identify_one_after_another() {
        let turns = IdentifyTurns::new(limit(1000), Duration::from_secs(5));
        let began = Instant::now();
        let mut at = Vec::new();
        for shard in 0..6 {
            turns.wait(shard).await;
            at.push(began.elapsed().as_secs());
        }
        assert_eq!(at, [0, 0, 5, 5, 10, 10]);
    }

    fn limit(remaining: u32) -> SessionStartLimit {
        SessionStartLimit { total: 1000, remaining, reset_after: 60_000, max_concurrency: 2 }
    }

    #[tokio::test(start_paused = true)]
    async fn what_others_identified_counts() {
        let turns = IdentifyTurns::new(limit(103), Duration::from_secs(5));
        assert_eq!((0..10).filter(|_| turns.are_left() && turns.spend()).count(), 3);
        tokio::time::advance(Duration::from_mins(1)).await;
        assert_eq!((0..1000).filter(|_| turns.spend()).count(), 900);
    }

    #[tokio::test]
    async fn only_so_many_shake_hands_at_once() {
        let gate = HandshakeGate::new(&GatewaySettings { handshakes: 2, ..GatewaySettings::default() });
        let (one, _two) = (gate.enter().await, gate.enter().await);
        assert!(tokio::time::timeout(Duration::from_millis(20), gate.enter()).await.is_err());
        drop(one);
        assert!(gate.enter().await.is_some());
    }
}
