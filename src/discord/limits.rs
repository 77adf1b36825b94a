//! A bot's buckets, one structure for all of them: found by a number, and forgotten when their window is over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::bucket::{Bucket, Limits, Permit};
use super::route::{Route, digest};

/// Which bucket each route is in, as far as Discord has said it. The same for all bots.
#[derive(Debug, Default)]
pub struct Routes(RwLock<HashMap<u64, RouteLimit>>);

/// What is known of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RouteLimit {
    /// The bucket's name, as a number. Several routes may have the same.
    bucket: u64,
    /// Requests a window; none where the route has no limit.
    limit: Option<u32>,
}

/// The limits of one bot's routes.
#[derive(Debug)]
pub struct BotLimits {
    routes: Arc<Routes>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By the bucket's name and the resource that has its own count, as a number.
    buckets: HashMap<u64, Arc<Bucket>>,
    /// Routes that Discord limits beside their bucket, and until when.
    blocked: HashMap<u64, Instant>,
}

/// More are looked through for those that are over, at once.
const MANY: usize = 1_000;

impl BotLimits {
    /// No limits yet.
    pub fn new(routes: Arc<Routes>) -> Self {
        Self { routes, state: Mutex::default() }
    }

    /// Waits for a place in the request's bucket; `None` where its route has none of the bot's.
    pub async fn acquire(&self, route: &Route) -> Option<Permit> {
        if let Some(end) = self.blocked_until(route) {
            sleep_until(end).await;
        }
        loop {
            let bucket = self.bucket_of(route)?;
            if let Some(permit) = bucket.try_acquire() {
                return Some(permit);
            }
            let permit = bucket.acquire().await;
            // Those before may have found out that this route shares another one's bucket.
            if self.bucket_of(route).is_none_or(|now| Arc::ptr_eq(&now, permit.bucket())) {
                return Some(permit);
            }
        }
    }

    /// An answer said what the route's limit is: from now on the route waits in that bucket.
    pub fn learn(&self, route: &Route, permit: &Permit, limits: Option<&Limits>) {
        let Some(own) = route.number() else { return };
        let name = limits.and_then(|limits| limits.bucket.as_deref());
        let before = self.routes.get(own).map_or(own, |known| known.bucket);
        let known = RouteLimit { bucket: name.map_or(own, digest), limit: limits.map(|limits| limits.limit) };
        if !self.routes.learn(own, known) {
            return;
        }
        let (Some(key), Some(left)) = (route.key(known.bucket), route.key(before)) else { return };
        let mut state = self.state();
        state.buckets.entry(key).or_insert_with(|| Arc::clone(permit.bucket()));
        if key != left {
            state.buckets.remove(&left);
        }
    }

    /// A 429 while the bucket had room: Discord limits what the request changes, as it does a channel's name, and
    /// everything else in the bucket may go on.
    pub fn block_beside(&self, route: &Route, retry_after: Duration) {
        self.state().blocked.insert(digest(route), Instant::now() + retry_after);
    }

    /// For how long requests of this kind have nothing to hope for.
    pub fn empty_for(&self, route: &Route) -> Duration {
        let beside = self.blocked_until(route);
        let beside = beside.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
        let bucket = self.key(route).and_then(|key| self.state().buckets.get(&key).cloned());
        bucket.map_or(Duration::ZERO, |bucket| bucket.empty_for()).max(beside)
    }

    /// Forgets what is over; how much is left.
    pub fn forget(&self) -> usize {
        let mut state = self.state();
        state.forget();
        state.buckets.shrink_to_fit();
        state.blocked.shrink_to_fit();
        state.buckets.len() + state.blocked.len()
    }

    /// How many buckets and blocked routes are remembered.
    pub fn len(&self) -> usize {
        let state = self.state();
        state.buckets.len() + state.blocked.len()
    }

    /// The route's bucket, made if need be; `None` where its route has none of the bot's.
    fn bucket_of(&self, route: &Route) -> Option<Arc<Bucket>> {
        let own = route.number()?;
        let known = self.routes.get(own);
        let key = route.key(known.map_or(own, |known| known.bucket))?;
        let mut state = self.state();
        if state.buckets.len() >= MANY {
            state.forget();
        }
        let new = || Arc::new(known.map_or_else(Bucket::default, |known| Bucket::of_limit(known.limit)));
        Some(Arc::clone(state.buckets.entry(key).or_insert_with(new)))
    }

    fn key(&self, route: &Route) -> Option<u64> {
        let own = route.number()?;
        route.key(self.routes.get(own).map_or(own, |known| known.bucket))
    }

    fn blocked_until(&self, route: &Route) -> Option<Instant> {
        let state = self.state();
        if state.blocked.is_empty() { None } else { state.blocked.get(&digest(route)).copied() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget(&mut self) {
        let now = Instant::now();
        // One that somebody waits for is held by more than this map.
        self.buckets.retain(|_, bucket| Arc::strong_count(bucket) > 1 || !bucket.is_over(now));
        self.blocked.retain(|_, end| now < *end);
    }
}

impl Routes {
    fn get(&self, route: u64) -> Option<RouteLimit> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&route).copied()
    }

    /// Notes what is known of a route; whether that is news.
    fn learn(&self, route: u64, known: RouteLimit) -> bool {
        if self.get(route) == Some(known) {
            return false;
        }
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(route, known);
        true
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tokio::time::sleep;

    use super::super::Request;
    use super::*;

    fn limits(bucket: &str) -> Limits {
        Limits { bucket: Some(bucket.into()), limit: 5, remaining: 4, reset_after: Duration::from_secs(1) }
    }

    fn new() -> BotLimits {
        BotLimits::new(Arc::default())
    }

    async fn asks(of: &BotLimits, route: &Route, bucket: &str) {
        let permit = of.acquire(route).await.unwrap();
        of.learn(route, &permit, Some(&limits(bucket)));
        permit.answered(Some(&limits(bucket)));
    }

    #[tokio::test]
    async fn routes_of_one_bucket_wait_together() {
        let of = new();
        let patch = Route::of(&Request::patch("/channels/1", Value::Null), 7);
        let put = Route::of(&Request::put("/channels/1/permissions/9", Value::Null), 7);
        asks(&of, &patch, "abc").await;
        asks(&of, &put, "abc").await;
        assert!(Arc::ptr_eq(&of.bucket_of(&patch).unwrap(), &of.bucket_of(&put).unwrap()));
        let other = Route::of(&Request::patch("/channels/2", Value::Null), 7);
        assert!(!Arc::ptr_eq(&of.bucket_of(&patch).unwrap(), &of.bucket_of(&other).unwrap()));
    }

    #[tokio::test(start_paused = true)]
    async fn buckets_whose_window_is_over_are_forgotten_and_interactions_have_none() {
        let of = new();
        for channel in 0..500 {
            let route = Route::of(&Request::get(format!("/channels/{channel}/messages")), 7);
            asks(&of, &route, "abc").await;
            let callback = Route::of(&Request::get(format!("/interactions/{channel}/token/callback")), 7);
            assert!(of.acquire(&callback).await.is_none());
        }
        assert!((1..=501).contains(&of.len()), "{}", of.len());
        sleep(Duration::from_millis(1_500)).await;
        assert_eq!(of.forget(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_route_that_is_known_waits_for_no_first_answer_in_another_channel() {
        let of = new();
        let [first, second] =
            [1, 2].map(|channel| Route::of(&Request::post(format!("/channels/{channel}/messages"), Value::Null), 7));
        asks(&of, &first, "abc").await;
        let before = Instant::now();
        let mut permits = Vec::new();
        for _ in 0..5 {
            permits.push(of.acquire(&second).await.unwrap());
        }
        assert_eq!(before.elapsed(), Duration::ZERO);
        let sixth = tokio::time::timeout(Duration::from_secs(9), of.acquire(&second)).await;
        assert!(sixth.is_err(), "six of five went ahead");
    }

    #[tokio::test]
    async fn a_channel_that_was_renamed_too_often_can_still_be_moved() {
        let of = new();
        let rename = Route::of(&Request::patch("/channels/1", json!({ "name": "closed" })), 7);
        let shift = Route::of(&Request::patch("/channels/1", json!({ "parent_id": "2" })), 7);
        of.block_beside(&rename, Duration::from_mins(10));
        assert!(of.empty_for(&rename) > Duration::from_mins(9));
        assert_eq!(of.empty_for(&shift), Duration::ZERO);
        assert!(Arc::ptr_eq(&of.bucket_of(&rename).unwrap(), &of.bucket_of(&shift).unwrap()));
    }
}
