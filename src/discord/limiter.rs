//! A bot's own limits: its 50 requests a second, and the buckets of its routes.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;
use tickit_domain::ids::BotId;
use tokio::time::{Instant, sleep, sleep_until};

use super::RestSettings;
use super::bucket::{Bucket, Limits, Permit};
use super::route::Route;

/// The gate in front of everything that a bot sends with its token.
#[derive(Debug)]
pub struct GlobalLimit {
    turn: tokio::sync::Mutex<()>,
    rate: DefaultDirectRateLimiter,
    clock: DefaultClock,
    stopped_until: Mutex<Option<Instant>>,
}

impl GlobalLimit {
    /// A gate that lets pass what the settings say.
    pub fn new(settings: &RestSettings) -> Self {
        let rate = NonZeroU32::new(settings.requests_per_second).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(settings.burst).unwrap_or(NonZeroU32::MIN);
        let rate = RateLimiter::direct(Quota::per_second(rate).allow_burst(burst));
        Self {
            turn: tokio::sync::Mutex::new(()),
            rate,
            clock: DefaultClock::default(),
            stopped_until: Mutex::new(None),
        }
    }

    /// Waits for this request's turn, first come first served. The caller bounds the wait.
    pub async fn pass(&self) {
        let _turn = self.turn.lock().await;
        loop {
            if let Some(end) = self.stopped_until() {
                sleep_until(end).await;
                continue;
            }
            match self.rate.check() {
                Ok(()) => return,
                Err(early) => sleep(early.wait_time_from(self.clock.now())).await,
            }
        }
    }

    /// Discord answered 429 for the whole bot: nothing is sent for so long.
    pub fn stop_for(&self, retry_after: Duration) {
        let mut stopped = self.stopped_until.lock().unwrap_or_else(PoisonError::into_inner);
        *stopped = (*stopped).max(Some(Instant::now() + retry_after));
    }

    /// Until when nothing is sent, if that is not over.
    pub fn stopped_until(&self) -> Option<Instant> {
        let stopped = *self.stopped_until.lock().unwrap_or_else(PoisonError::into_inner);
        stopped.filter(|end| Instant::now() < *end)
    }
}

/// The buckets of all bots: bounded, and forgotten when nobody asks for them.
#[derive(Debug)]
pub struct Buckets {
    by_route: Cache<(BotId, Box<str>), Arc<str>>,
    by_name: Cache<(BotId, Arc<str>, Box<str>), Arc<Bucket>>,
    beside: Cache<(BotId, Route), Instant>,
}

impl Buckets {
    /// No buckets yet.
    pub fn new(settings: &RestSettings) -> Self {
        fn cache<K, V>(settings: &RestSettings) -> Cache<K, V>
        where
            K: std::hash::Hash + Eq + Send + Sync + 'static,
            V: Clone + Send + Sync + 'static,
        {
            Cache::builder().max_capacity(settings.max_buckets).time_to_idle(settings.bucket_idle).build()
        }
        Self { by_route: cache(settings), by_name: cache(settings), beside: cache(settings) }
    }

    /// Waits for a place in the request's bucket; `None` where its route has none of the bot's.
    pub async fn acquire(&self, bot: BotId, route: &Route) -> Option<Permit> {
        if let Some(end) = self.beside.get(&(bot, route.clone())) {
            sleep_until(end).await;
        }
        loop {
            let bucket = self.of(bot, route)?;
            let permit = bucket.acquire().await;
            // Those before may have found out that this route shares another one's bucket.
            if self.of(bot, route).is_none_or(|now| Arc::ptr_eq(&now, permit.bucket())) {
                return Some(permit);
            }
        }
    }

    /// An answer named the route's bucket: from now on the route waits there.
    pub fn learn(&self, bot: BotId, route: &Route, permit: &Permit, limits: Option<&Limits>) {
        let (Route::Bot { template, major, .. }, Some(name)) =
            (route, limits.and_then(|limits| limits.bucket.as_deref()))
        else {
            return;
        };
        let key = (bot, template.as_str().into());
        if self.by_route.get(&key).is_some_and(|known| *known == *name) {
            return;
        }
        let name: Arc<str> = name.into();
        self.by_route.insert(key, Arc::clone(&name));
        self.by_name.get_with((bot, name, major.as_str().into()), || Arc::clone(permit.bucket()));
    }

    /// The route's bucket, made if need be; `None` where its route has none of the bot's.
    pub fn of(&self, bot: BotId, route: &Route) -> Option<Arc<Bucket>> {
        let Route::Bot { template, major, .. } = route else { return None };
        let name = self.by_route.get(&(bot, template.as_str().into())).unwrap_or_else(|| template.as_str().into());
        Some(self.by_name.get_with((bot, name, major.as_str().into()), Arc::default))
    }

    /// A 429 while the bucket had room: Discord limits what the request changes, as it does a channel's name, and
    /// everything else in the bucket may go on.
    pub fn block_beside(&self, bot: BotId, route: &Route, retry_after: Duration) {
        self.beside.insert((bot, route.clone()), Instant::now() + retry_after);
    }

    /// For how long requests of this kind have nothing to hope for.
    pub fn empty_for(&self, bot: BotId, route: &Route) -> Duration {
        let beside = self.beside.get(&(bot, route.clone()));
        let beside = beside.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
        self.of(bot, route).map_or(Duration::ZERO, |bucket| bucket.empty_for()).max(beside)
    }

    /// How many routes and buckets are kept.
    pub fn len(&self) -> u64 {
        self.beside.run_pending_tasks();
        self.by_route.run_pending_tasks();
        self.by_name.run_pending_tasks();
        self.by_route.entry_count() + self.by_name.entry_count() + self.beside.entry_count()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::Request;
    use super::*;

    const BOT: BotId = BotId::new(7);

    fn limits(bucket: &str) -> Limits {
        Limits { bucket: Some(bucket.into()), limit: 5, remaining: 4, reset_after: Duration::from_secs(1) }
    }

    #[tokio::test]
    async fn routes_of_one_bucket_wait_together() {
        let buckets = Buckets::new(&RestSettings::default());
        let patch = Route::of(&Request::patch("/channels/1", Value::Null), 7);
        let put = Route::of(&Request::put("/channels/1/permissions/9", Value::Null), 7);
        for route in [&patch, &put] {
            let permit = buckets.acquire(BOT, route).await.unwrap();
            buckets.learn(BOT, route, &permit, Some(&limits("abc")));
            permit.answered(Some(&limits("abc")));
        }
        assert!(Arc::ptr_eq(&buckets.of(BOT, &patch).unwrap(), &buckets.of(BOT, &put).unwrap()));
        let other = Route::of(&Request::patch("/channels/2", Value::Null), 7);
        assert!(!Arc::ptr_eq(&buckets.of(BOT, &patch).unwrap(), &buckets.of(BOT, &other).unwrap()));
    }

    #[tokio::test]
    async fn buckets_are_forgotten_and_interactions_have_none() {
        let settings = RestSettings { bucket_idle: Duration::from_millis(30), ..RestSettings::default() };
        let buckets = Buckets::new(&settings);
        for channel in 0..500 {
            let route = Route::of(&Request::get(format!("/channels/{channel}/messages")), 7);
            buckets.acquire(BOT, &route).await.unwrap().answered(None);
            let callback = Route::of(&Request::get(format!("/interactions/{channel}/token/callback")), 7);
            assert!(buckets.acquire(BOT, &callback).await.is_none());
        }
        assert!(buckets.len() <= 500);
        sleep(Duration::from_millis(60)).await;
        assert_eq!(buckets.len(), 0);
    }

    #[tokio::test]
    async fn a_channel_that_was_renamed_too_often_can_still_be_moved() {
        let buckets = Buckets::new(&RestSettings::default());
        let rename = Route::of(&Request::patch("/channels/1", serde_json::json!({ "name": "closed" })), 7);
        let shift = Route::of(&Request::patch("/channels/1", serde_json::json!({ "parent_id": "2" })), 7);
        buckets.block_beside(BOT, &rename, Duration::from_mins(10));
        assert!(buckets.empty_for(BOT, &rename) > Duration::from_mins(9));
        assert_eq!(buckets.empty_for(BOT, &shift), Duration::ZERO);
        assert!(Arc::ptr_eq(&buckets.of(BOT, &rename).unwrap(), &buckets.of(BOT, &shift).unwrap()));
    }

    #[tokio::test]
    async fn a_stopped_bot_waits() {
        let gate = GlobalLimit::new(&RestSettings::default());
        gate.pass().await;
        gate.stop_for(Duration::from_millis(80));
        let before = Instant::now();
        gate.pass().await;
        assert!(before.elapsed() >= Duration::from_millis(80));
    }
}
