//! Faults of REST requests.
use std::{
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::extract::ws::Utf8Bytes;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use serde_json::Value;

use crate::{Clock, Shared, clock::millis, rest::RequestInfo, world::ApplicationId};

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this status and an empty error, without being applied.
    Status(u16),
    /// Applied after this long.
    Delay(Duration),
    /// The connection is dropped before the request is applied.
    CutBefore,
    /// The connection is dropped after the request was applied, before the answer.
    CutAfter,
    /// Answered with 429, without being applied.
    RateLimited {
        /// `user`, `global` or `shared`.
        scope: &'static str,
        /// Told to the bot in body and header.
        retry_after: Duration,
    },
    /// Answered with 403 and code 50013, without being applied.
    Forbidden,
    /// Answered with this error, without being applied.
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code.
        code: u32,
        /// What it says.
        message: &'static str,
    },
    /// Answered with 200 and this body, without being applied.
    Answer(Value),
}

/// Which requests; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Match {
    /// `GET`, `POST`, ...
    pub method: Option<String>,
    /// Part of the path after `/api/v10`.
    pub path_contains: Option<String>,
    /// Whose.
    pub bot: Option<ApplicationId>,
}

impl Match {
    /// All requests.
    pub fn any() -> Self {
        Self::default()
    }

    /// Only those with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only those whose path contains this.
    #[must_use]
    pub fn path(mut self, part: &str) -> Self {
        self.path_contains = Some(part.to_owned());
        self
    }

    /// Only those of this bot.
    #[must_use]
    pub fn bot(mut self, bot: ApplicationId) -> Self {
        self.bot = Some(bot);
        self
    }

    fn fits(&self, request: &RequestInfo) -> bool {
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.path_contains.as_ref().is_none_or(|part| request.path.contains(part))
            && self.bot.is_none_or(|bot| request.bot == Some(bot))
    }
}

/// A planned fault. Dropping it takes nothing back.
#[derive(Debug, Clone)]
pub struct Plan {
    left: Arc<AtomicU32>,
    times: u32,
}

impl Plan {
    /// How often it has happened.
    pub fn happened(&self) -> u32 {
        self.times - self.left.load(Ordering::SeqCst)
    }

    /// It does not happen any more. What has happened is forgotten too.
    pub fn cancel(&self) {
        self.left.store(0, Ordering::SeqCst);
    }
}

/// The faults that are planned.
#[derive(Debug)]
pub struct Faults {
    state: Mutex<State>,
    oversized: OnceLock<Utf8Bytes>,
    /// Half of what each request takes on its way, in milliseconds.
    distance: AtomicU64,
}

#[derive(Debug)]
struct State {
    planned: Vec<Planned>,
    random: StdRng,
}

#[derive(Debug)]
struct Planned {
    matching: Match,
    fault: Fault,
    probability: f64,
    left: Arc<AtomicU32>,
}

impl Default for Faults {
    fn default() -> Self {
        let state = State { planned: Vec::new(), random: StdRng::seed_from_u64(0) };
        Self { state: Mutex::new(state), oversized: OnceLock::new(), distance: AtomicU64::new(0) }
    }
}

impl Faults {
    /// What chance decides is drawn from this seed from now on.
    pub(crate) fn seed(&self, seed: u64) {
        self.lock().random = StdRng::seed_from_u64(seed);
    }

    /// From now on every answer takes so long on its way, half of it before the request is applied.
    pub(super) fn set_distance(&self, round_trip: Duration) {
        self.distance.store(millis(round_trip / 2), Ordering::Relaxed);
    }

    /// One way of a request or its answer.
    pub(crate) async fn travel(&self, clock: &Clock) {
        let length = self.distance.load(Ordering::Relaxed);
        if length > 0 {
            clock.sleep(Duration::from_millis(length)).await;
        }
    }

    /// A number from the seed.
    pub(super) fn draw(&self) -> u64 {
        self.lock().random.random_range(0..u64::MAX)
    }

    /// The frame that is too large, made at the first call.
    pub(super) fn oversized(&self, make: impl FnOnce() -> Utf8Bytes) -> Utf8Bytes {
        self.oversized.get_or_init(make).clone()
    }

    pub(super) fn plan(&self, matching: Match, fault: Fault, times: u32, probability: f64) -> Plan {
        let left = Arc::new(AtomicU32::new(times));
        let planned = Planned { matching, fault, probability: probability.clamp(0.0, 1.0), left: Arc::clone(&left) };
        self.lock().planned.push(planned);
        Plan { left, times }
    }

    pub(super) fn clear(&self) {
        self.lock().planned.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What shall go wrong with this request, if anything: the earliest plan that fits and is not used up.
pub fn decide(shared: &Shared, request: &RequestInfo) -> Option<Fault> {
    let mut state = shared.faults.lock();
    let State { planned, random } = &mut *state;
    planned.retain(|plan| plan.left.load(Ordering::SeqCst) > 0);
    let fits = |plan: &&Planned| plan.matching.fits(request) && random.random_bool(plan.probability);
    let plan = planned.iter().find(fits)?;
    let one_less = |left: u32| left.checked_sub(1);
    plan.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).ok()?;
    Some(plan.fault.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_that_is_too_large_is_made_once_and_shared() {
        let faults = Faults::default();
        let first = faults.oversized(|| "large".into());
        let second = faults.oversized(|| "another".into());
        assert_eq!(second.as_str(), "large");
        assert_eq!(first.as_str().as_ptr(), second.as_str().as_ptr());
    }
}
