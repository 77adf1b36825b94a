//! How much is let through at a time, by whoever asks: a person, the operator, a key, or else an address; and by bot.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::{StateInformationMiddleware, StateSnapshot};
use governor::state::keyed::DashMapStateStore;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tickit_domain::api_key::KeyId;
use tickit_domain::ids::{BotId, UserId};

use super::network::Network;
use super::problem::Problem;
use crate::config::HttpSettings;

/// How many keys a second that nobody knows are looked for, over all callers: each is a question to the database.
const UNKNOWN_KEYS: usize = 100;

/// After so many checks those are forgotten who did not ask of late.
const TIDY_EVERY: u32 = 1_000;

/// How many callers are told apart, about. Of more, addresses count as those of the larger networks around them.
const MOST: usize = 65_536;

/// For whom something counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Caller {
    /// Whoever runs the service.
    Operator,
    /// Somebody who is signed in.
    Person(UserId),
    /// Whoever has a key.
    Key(KeyId),
    /// Whoever shows nothing, or nothing that is known.
    Address(Network),
    /// A bot whose interactions are handed over.
    Bot(BotId),
}

/// The limits.
#[derive(Debug)]
pub(super) struct Rates {
    /// Of requests of every kind.
    pub(super) requests: Limit,
    /// Of those, of such as change something.
    pub(super) writes: Limit,
    /// Of those, of such as hand over a whole conversation or record.
    pub(super) exports: Limit,
    /// Of steps of sign-ins.
    pub(super) sign_ins: Limit,
    /// Of interactions.
    pub(super) interactions: Limit,
    unknown_keys: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

/// One limit, for each caller by itself.
#[derive(Debug)]
pub(super) struct Limit {
    limiter: RateLimiter<Caller, DashMapStateStore<Caller>, DefaultClock, StateInformationMiddleware>,
    clock: DefaultClock,
    checks: AtomicU32,
    is_crowded: AtomicBool,
}

/// What a caller has of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// How many in one go.
    pub(super) limit: u32,
    /// How many are left of them.
    pub(super) remaining: u32,
    /// When all are there again.
    pub(super) reset: Duration,
    /// How long to wait, where there is too little.
    pub(super) wait: Option<Duration>,
}

impl Rates {
    /// As the operator chose them.
    pub(super) fn new(settings: &HttpSettings) -> Self {
        Self {
            requests: Limit::new(per_second(settings.requests_per_second)),
            writes: Limit::new(per_second(settings.writes_per_second)),
            exports: Limit::new(per_minute(settings.exports_per_minute)),
            sign_ins: Limit::new(per_minute(settings.sign_ins_per_minute)),
            interactions: Limit::new(per_second(settings.interactions_per_second)),
            unknown_keys: RateLimiter::direct(per_second(UNKNOWN_KEYS)),
            clock: DefaultClock::default(),
        }
    }

    /// One key that is not known.
    pub(super) fn unknown_key(&self) -> Result<(), Problem> {
        let checked = self.unknown_keys.check();
        checked.map_err(|early| Problem::too_many_requests(early.wait_time_from(self.clock.now())))
    }
}

impl Limit {
    fn new(quota: Quota) -> Self {
        let (clock, checks, is_crowded) = (DefaultClock::default(), AtomicU32::new(0), AtomicBool::new(false));
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Self { limiter, clock, checks, is_crowded }
    }

    /// Takes one of a caller's share, where one is left.
    pub(super) fn take(&self, caller: &Caller) -> Share {
        if self.checks.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.limiter.retain_recent();
            self.is_crowded.store(self.limiter.len() > MOST, Ordering::Relaxed);
        }
        let wider = caller.wider().filter(|_| self.is_crowded.load(Ordering::Relaxed));
        match self.limiter.check_key(wider.as_ref().unwrap_or(caller)) {
            Ok(left) => Share::of(&left),
            Err(early) => {
                let (quota, wait) = (early.quota(), early.wait_time_from(self.clock.now()));
                Share { limit: quota.burst_size().get(), remaining: 0, reset: refill(quota, 0), wait: Some(wait) }
            }
        }
    }
}

impl Caller {
    fn wider(&self) -> Option<Self> {
        if let Self::Address(network) = self { Some(Self::Address(network.wider())) } else { None }
    }
}

impl Share {
    fn of(left: &StateSnapshot) -> Self {
        let (quota, remaining) = (left.quota(), left.remaining_burst_capacity());
        Self { limit: quota.burst_size().get(), remaining, reset: refill(quota, remaining), wait: None }
    }
}

/// How long it takes until all of a quota is there again.
fn refill(quota: Quota, remaining: u32) -> Duration {
    quota.replenish_interval().saturating_mul(quota.burst_size().get().saturating_sub(remaining))
}

/// So many a second, and twice as many in one go.
fn per_second(number: usize) -> Quota {
    twice(Quota::per_second(count(number)))
}

/// So many a minute, and twice as many in one go.
fn per_minute(number: usize) -> Quota {
    twice(Quota::per_minute(count(number)))
}

fn count(number: usize) -> NonZeroU32 {
    u32::try_from(number).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN)
}

fn twice(quota: Quota) -> Quota {
    quota.allow_burst(quota.burst_size().saturating_mul(NonZeroU32::MIN.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> Caller {
        Caller::Address(Network::V4(number))
    }

    #[test]
    fn each_caller_has_a_share_of_its_own_and_reads_what_is_left() {
        let limit = Limit::new(per_minute(2));
        let left = (0..5).map(|_| limit.take(&Caller::Operator)).map(|share| (share.remaining, share.wait.is_some()));
        let seen: Vec<_> = left.collect();
        assert_eq!(seen, [(3, false), (2, false), (1, false), (0, false), (0, true)]);
        let share = limit.take(&Caller::Person(UserId::new(1)));
        assert_eq!((share.limit, share.remaining, share.reset), (4, 3, Duration::from_secs(30)));
    }

    #[test]
    fn however_many_addresses_ask_so_many_are_remembered() {
        let limit = Limit::new(per_minute(1));
        for number in 0..200_000 {
            limit.take(&address(number * 7));
        }
        assert!(limit.limiter.len() < MOST + 2 * TIDY_EVERY as usize + 65_536, "{}", limit.limiter.len());
        assert!(limit.is_crowded.load(Ordering::Relaxed));
        let of_key = limit.take(&Caller::Key("5f0c2a9d1b7e4833".parse().unwrap()));
        assert_eq!(of_key.remaining, 1, "who shows a key has a share of their own still");
    }
}
