//! How much is let through at a time, by key and by bot.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use tickit_domain::api_key::KeyId;
use tickit_domain::ids::{BotId, UserId};

use super::problem::Problem;
use crate::config::HttpSettings;

/// How many keys a second that nobody knows are looked for, over all callers: each is a question to the database.
const UNKNOWN_KEYS: u32 = 100;

/// How many steps of sign-ins a second are taken, over all callers.
const SIGN_INS: u32 = 20;

/// After so many checks those are forgotten who did not ask of late.
const TIDY_EVERY: u32 = 10_000;

/// The limits.
#[derive(Debug)]
pub(super) struct Rates {
    keys: Keyed<KeyId>,
    people: Keyed<UserId>,
    bots: Keyed<BotId>,
    unknown: DefaultDirectRateLimiter,
    sign_ins: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

#[derive(Debug)]
struct Keyed<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    checks: AtomicU32,
}

impl Rates {
    /// As the operator chose them.
    pub(super) fn new(settings: &HttpSettings) -> Self {
        Self {
            keys: Keyed::new(settings.requests_per_second),
            people: Keyed::new(settings.requests_per_second),
            bots: Keyed::new(settings.interactions_per_second),
            unknown: RateLimiter::direct(per_second(UNKNOWN_KEYS as usize)),
            sign_ins: RateLimiter::direct(per_second(SIGN_INS as usize)),
            clock: DefaultClock::default(),
        }
    }

    /// One request with a key.
    pub(super) fn by_key(&self, key: &KeyId) -> Result<(), Problem> {
        self.keys.check(key, &self.clock)
    }

    /// One request of somebody who is signed in.
    pub(super) fn by_person(&self, user: UserId) -> Result<(), Problem> {
        self.people.check(&user, &self.clock)
    }

    /// One interaction of a bot.
    pub(super) fn by_bot(&self, bot: BotId) -> Result<(), Problem> {
        self.bots.check(&bot, &self.clock)
    }

    /// One key that is not known.
    pub(super) fn unknown_key(&self) -> Result<(), Problem> {
        self.check(&self.unknown)
    }

    /// One step of a sign-in.
    pub(super) fn sign_in(&self) -> Result<(), Problem> {
        self.check(&self.sign_ins)
    }

    fn check(&self, limiter: &DefaultDirectRateLimiter) -> Result<(), Problem> {
        limiter.check().map_err(|early| Problem::too_many_requests(early.wait_time_from(self.clock.now())))
    }
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(a_second: usize) -> Self {
        let limiter = RateLimiter::new(per_second(a_second), DashMapStateStore::default(), DefaultClock::default());
        Self { limiter, checks: AtomicU32::new(0) }
    }

    fn check(&self, key: &K, clock: &DefaultClock) -> Result<(), Problem> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let checked = self.limiter.check_key(key);
        checked.map_err(|early| Problem::too_many_requests(early.wait_time_from(clock.now()).max(Duration::ZERO)))
    }
}

/// So many a second, and twice as many in one go.
fn per_second(number: usize) -> Quota {
    let number = u32::try_from(number).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
    Quota::per_second(number).allow_burst(number.saturating_mul(NonZeroU32::MIN.saturating_add(1)))
}
