//! The count of refused requests of the whole process. Discord bans an address for ten minutes and more after 10,000
//! answers of 401, 403 or 429 (unless shared) in ten minutes; one broken bot must not take all others with it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tickit_domain::ids::BotId;
use tokio::time::Instant;

use super::RestError;

/// Holds requests back before Discord bans the address.
#[derive(Debug)]
pub struct Breaker {
    thresholds: Thresholds,
    began: Instant,
    counts: Mutex<Counts>,
}

/// Refused requests in ten minutes.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// From which on the log warns.
    pub warning: u32,
    /// From which on no bot sends.
    pub process: u32,
    /// From which on one bot does not send.
    pub bot: u32,
}

#[derive(Debug, Default)]
struct Counts {
    process: Window,
    bots: HashMap<BotId, Window>,
    banned_until: Option<Instant>,
}

impl Breaker {
    /// Nothing was refused yet.
    pub fn new(thresholds: Thresholds) -> Self {
        Self { thresholds, began: Instant::now(), counts: Mutex::default() }
    }

    /// Refuses while Discord's edge refuses this address, whoever asks.
    pub fn check_address(&self) -> Result<(), RestError> {
        let until = self.counts().banned_until;
        let retry_after = until.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
        if retry_after.is_zero() { Ok(()) } else { Err(RestError::AddressBanned { retry_after }) }
    }

    /// Whether this bot must not send now.
    pub fn holds(&self, bot: BotId) -> bool {
        let minute = self.minute();
        let counts = self.counts();
        counts.banned_until.is_some_and(|end| Instant::now() < end)
            || counts.process.count(minute) >= self.thresholds.process
            || counts.bots.get(&bot).is_some_and(|window| window.count(minute) >= self.thresholds.bot)
    }

    /// Counts a 401, a 403 or a 429 that was not of a shared limit.
    pub fn count(&self, bot: BotId) {
        let minute = self.minute();
        let mut counts = self.counts();
        if counts.process.add(minute) {
            counts.bots.retain(|_, window| window.count(minute) > 0);
        }
        counts.bots.entry(bot).or_default().add(minute);
        let process = counts.process.count(minute);
        let of_bot = counts.bots.get(&bot).map_or(0, |window| window.count(minute));
        drop(counts);
        if process == self.thresholds.warning {
            tracing::warn!(%bot, refused = process, "many requests were refused in the last ten minutes");
        }
        if process == self.thresholds.process || of_bot == self.thresholds.bot {
            tracing::error!(%bot, refused = process, of_bot, "too many requests were refused: requests are held back");
        }
    }

    /// Discord's edge, not its API, refused: the address is banned for at least so long.
    pub fn banned(&self, retry_after: Duration) {
        let end = Instant::now() + retry_after;
        let mut counts = self.counts();
        counts.banned_until = counts.banned_until.max(Some(end));
        drop(counts);
        tracing::error!(seconds = retry_after.as_secs(), "Discord's edge refuses this address: requests are held back");
    }

    /// How many requests were refused in the last ten minutes.
    pub fn refused(&self) -> u32 {
        self.counts().process.count(self.minute())
    }

    /// How many bots have a count of their own.
    pub fn bots(&self) -> usize {
        self.counts().bots.len()
    }

    fn minute(&self) -> u64 {
        self.began.elapsed().as_secs() / 60
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ten minutes and the one that has begun.
const MINUTES: u64 = 11;

/// Counts by the minute.
#[derive(Debug, Default, Clone)]
struct Window(Vec<(u64, u32)>);

impl Window {
    /// Counts one; whether it is the first of its minute.
    fn add(&mut self, minute: u64) -> bool {
        self.0.retain(|(of, _)| of + MINUTES > minute);
        match self.0.last_mut() {
            Some((of, count)) if *of == minute => {
                *count += 1;
                false
            }
            _ => {
                self.0.push((minute, 1));
                true
            }
        }
    }

    fn count(&self, minute: u64) -> u32 {
        self.0.iter().filter(|(of, _)| of + MINUTES > minute).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: BotId = BotId::new(1);
    const TWO: BotId = BotId::new(2);

    #[tokio::test(start_paused = true)]
    async fn one_bot_is_held_back_before_all_are() {
        let breaker = Breaker::new(Thresholds { warning: 5, process: 15, bot: 10 });
        for _ in 0..10 {
            assert!(!breaker.holds(ONE));
            breaker.count(ONE);
        }
        assert!(breaker.holds(ONE) && !breaker.holds(TWO));
        for _ in 0..5 {
            breaker.count(TWO);
        }
        assert!(breaker.holds(TWO) && breaker.refused() == 15);
        tokio::time::advance(Duration::from_mins(9)).await;
        assert!(breaker.holds(ONE));
        tokio::time::advance(Duration::from_mins(3)).await;
        assert!(!breaker.holds(ONE) && !breaker.holds(TWO));
    }

    #[tokio::test(start_paused = true)]
    async fn counts_of_bots_are_forgotten() {
        let breaker = Breaker::new(Thresholds { warning: 5_000, process: 9_000, bot: 9_000 });
        (1..=1000).for_each(|bot| breaker.count(BotId::new(bot)));
        assert_eq!(breaker.bots(), 1000);
        tokio::time::advance(Duration::from_mins(12)).await;
        breaker.count(ONE);
        assert_eq!(breaker.bots(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_ban_holds_everyone_for_its_time() {
        let breaker = Breaker::new(Thresholds { warning: 5, process: 15, bot: 10 });
        breaker.banned(Duration::from_mins(1));
        assert!(breaker.holds(TWO));
        tokio::time::advance(Duration::from_secs(61)).await;
        assert!(!breaker.holds(TWO));
    }
}
