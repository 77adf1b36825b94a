//! Rate limits: buckets of a route, fifty requests a second of a bot, and the ban of an address.
mod permit;
mod rules;

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    net::IpAddr,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::Value;

pub(super) use permit::{Pass, Permit};

use super::RequestInfo;
use crate::{Millis, world::ApplicationId};

/// Requests a second of one bot, interaction answers aside.
const GLOBAL: u32 = 50;
/// Answers with 401, 403 or 429 to one address, in ten minutes, before it is banned.
const INVALID: u32 = 10_000;
const TEN_MINUTES: Millis = 10 * 60_000;
/// More buckets than this are looked through for those whose time is over.
const MANY: usize = 50_000;

/// Counters of all bots and addresses.
#[derive(Debug, Default)]
pub struct Limits {
    lifted: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    global: HashMap<ApplicationId, Window>,
    buckets: HashMap<u64, Window>,
    invalid: HashMap<IpAddr, Window>,
}

/// So many in a time that begins with the first.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    used: u32,
    ends: Millis,
}

impl Window {
    /// Counts one if there is room; what is left then.
    fn take(&mut self, most: u32, length: Millis, now: Millis) -> Option<u32> {
        if now >= self.ends {
            *self = Self { used: 0, ends: now + length };
        }
        if self.used >= most {
            return None;
        }
        self.used += 1;
        Some(most - self.used)
    }

    /// Counts one less. Without any, the next one begins a new time.
    fn give_back(&mut self) {
        self.used = self.used.saturating_sub(1);
        if self.used == 0 {
            self.ends = 0;
        }
    }

    fn left(&self, now: Millis) -> Duration {
        Duration::from_millis(self.ends.saturating_sub(now))
    }
}

impl Limits {
    /// No limits from now on, for tests whose subject is something else. Bans stay.
    pub fn lift(&self) {
        self.lifted.store(true, Ordering::Relaxed);
    }

    /// How many answers to this address were 401, 403 or 429 in the current ten minutes.
    pub fn invalid_requests(&self, address: IpAddr) -> u32 {
        self.lock().invalid.get(&address).map_or(0, |window| window.used)
    }

    /// Counts so many answers with 401, 403 or 429 at once, as if an address had had them.
    pub fn invalidate(&self, address: IpAddr, times: u32, now: Millis) {
        let mut state = self.lock();
        let window = state.invalid.entry(address).or_default();
        for _ in 0..times {
            window.take(INVALID, TEN_MINUTES, now);
        }
    }

    /// For how many seconds an address is still banned.
    pub(super) fn banned(&self, address: IpAddr, now: Millis) -> Option<u64> {
        let state = self.lock();
        let window = state.invalid.get(&address).filter(|window| window.used >= INVALID && now < window.ends)?;
        Some(window.left(now).as_secs() + 1)
    }

    /// Counts an answer with 401, 403 or 429.
    pub(super) fn count_invalid(&self, address: IpAddr, now: Millis) {
        self.lock().invalid.entry(address).or_default().take(INVALID, TEN_MINUTES, now);
    }

    /// Counts a request against its limits.
    pub(super) fn take(&self, info: &RequestInfo, body: &Value, now: Millis) -> Pass {
        let Some(template) = info.template.as_deref().filter(|_| !self.lifted.load(Ordering::Relaxed)) else {
            return Pass::Granted(None);
        };
        let mut state = self.lock();
        if let Some(bot) = info.bot.filter(|_| !info.by_interaction) {
            let window = state.global.entry(bot).or_default();
            if window.take(GLOBAL, 1_000, now).is_none() {
                return Pass::Refused(Box::new(Pass::refused("global", window.left(now))));
            }
        }
        let Some(rule) = rules::of(&info.method, template) else { return Pass::Granted(None) };
        state.forget_old(now);
        let bucket = hash(&[&info.method, template]);
        let key = (info.bot, bucket, major(&info.path));
        let window = state.buckets.entry(hash_of(&key)).or_default();
        let remaining = window.take(rule.most, rule.length, now);
        let permit = Permit {
            limit: rule.most,
            remaining: remaining.unwrap_or(0),
            reset: window.ends,
            reset_after: window.left(now),
            bucket: format!("{bucket:016x}"),
        };
        if remaining.is_none() {
            return Pass::Refused(Box::new(Pass::exhausted(&permit)));
        }
        if let Some(refused) = names(info, body).and_then(|key| state.take_names(key, now)) {
            return refused;
        }
        Pass::Granted(Some(permit))
    }

    /// A request that was let through and then refused changed no name, so it does not count as a change of one.
    pub(super) fn give_back(&self, info: &RequestInfo, body: &Value) {
        let mut state = self.lock();
        if let Some(window) = names(info, body).and_then(|key| state.buckets.get_mut(&key)) {
            window.give_back();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A channel's name and topic may change twice in ten minutes.
    fn take_names(&mut self, key: u64, now: Millis) -> Option<Pass> {
        let window = self.buckets.entry(key).or_default();
        if window.take(2, TEN_MINUTES, now).is_some() {
            return None;
        }
        Some(Pass::Refused(Box::new(Pass::refused("user", window.left(now)))))
    }

    fn forget_old(&mut self, now: Millis) {
        if self.buckets.len() > MANY {
            self.buckets.retain(|_, window| now < window.ends);
        }
    }
}

/// The bucket of changes of this channel's name and topic, if the request is one.
fn names(info: &RequestInfo, body: &Value) -> Option<u64> {
    let named = info.template.as_deref() == Some("/channels/{}")
        && info.method == "PATCH"
        && ["name", "topic"].iter().any(|key| body.get(*key).is_some());
    named.then(|| hash_of(&("names", info.bot, &info.path)))
}

/// What else a bucket is told apart by: the channel, the guild, or the webhook with its token.
fn major(path: &str) -> u64 {
    let mut segments = path.split('/').skip(1);
    let (kind, id, token) = (segments.next(), segments.next(), segments.next());
    match kind {
        Some("channels" | "guilds") => hash_of(&id),
        Some("webhooks") => hash_of(&(id, token)),
        _ => 0,
    }
}

fn hash(parts: &[&str]) -> u64 {
    hash_of(&parts)
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
