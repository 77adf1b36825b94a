//! One of Discord's rate limit buckets: who may send now, in fair order, learnt from the headers of each answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// What an answer's `X-RateLimit-*` headers say.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Discord's name for the bucket; several routes may share one.
    pub bucket: Option<Box<str>>,
    /// Requests a window.
    pub limit: u32,
    /// Requests left in this window.
    pub remaining: u32,
    /// Until the window ends.
    pub reset_after: Duration,
}

/// A bucket and those who wait for it.
#[derive(Debug, Default)]
pub struct Bucket {
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    changed: Notify,
}

/// The right to send one request. Dropping it unanswered gives its place in flight back.
#[derive(Debug)]
pub struct Permit {
    bucket: Arc<Bucket>,
    answered: bool,
}

#[derive(Debug, Default)]
struct State {
    known: Known,
    in_flight: u32,
    blocked_until: Option<Instant>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Known {
    /// Nobody was answered yet: one request goes ahead and finds out.
    #[default]
    Nothing,
    /// The route has no bucket.
    NoLimit,
    /// A window; `resets_at` is `None` from its predecessor's end to its own first answer.
    Window { limit: u32, remaining: u32, resets_at: Option<Instant> },
}

enum Turn {
    Go,
    At(Instant),
    AfterAnAnswer,
}

impl Bucket {
    /// A bucket of a route whose limit is known from elsewhere, as far as it has one. Nobody has used it yet.
    pub fn of_limit(limit: Option<u32>) -> Self {
        let known = match limit {
            None => Known::NoLimit,
            Some(limit) => Known::Window { limit, remaining: limit, resets_at: None },
        };
        Self { state: Mutex::new(State { known, ..State::default() }), ..Self::default() }
    }

    /// Whether its window is over and nobody is in it, so that it is as good as a new one.
    pub fn is_over(&self, now: Instant) -> bool {
        let state = self.state();
        let resets_at = match state.known {
            Known::Window { resets_at, .. } => resets_at,
            Known::Nothing | Known::NoLimit => None,
        };
        state.in_flight == 0 && state.blocked_until.max(resets_at).is_none_or(|end| end <= now)
    }

    /// A place, where there is one at once.
    pub fn try_acquire(self: &Arc<Self>) -> Option<Permit> {
        let _turn = self.turn.try_lock().ok()?;
        let turn = self.state().take(Instant::now());
        matches!(turn, Turn::Go).then(|| Permit { bucket: Arc::clone(self), answered: false })
    }

    /// Waits for a place, first come first served. The caller bounds the wait.
    pub async fn acquire(self: &Arc<Self>) -> Permit {
        let _turn = self.turn.lock().await;
        loop {
            let changed = self.changed.notified();
            let turn = self.state().take(Instant::now());
            match turn {
                Turn::Go => return Permit { bucket: Arc::clone(self), answered: false },
                Turn::At(moment) => drop(timeout_at(moment, changed).await),
                Turn::AfterAnAnswer => changed.await,
            }
        }
    }

    /// How long the bucket will be empty, as far as is known.
    pub fn empty_for(&self) -> Duration {
        let now = Instant::now();
        let state = self.state();
        let resets_at = match state.known {
            Known::Window { remaining: 0, resets_at, .. } => resets_at,
            _ => None,
        };
        state.blocked_until.max(resets_at).map_or(Duration::ZERO, |end| end.saturating_duration_since(now))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// The bucket that gave it.
    pub const fn bucket(&self) -> &Arc<Bucket> {
        &self.bucket
    }

    /// Discord answered: what its headers said of the limit, if anything.
    pub fn answered(mut self, limits: Option<&Limits>) {
        self.answered = true;
        self.bucket.state().learn(limits, Instant::now());
        self.bucket.changed.notify_waiters();
    }

    /// Discord answered 429: nobody sends for so long.
    pub fn refused(mut self, retry_after: Duration) {
        self.answered = true;
        self.bucket.state().block(Instant::now() + retry_after);
        self.bucket.changed.notify_waiters();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.answered {
            let mut state = self.bucket.state();
            state.in_flight = state.in_flight.saturating_sub(1);
            drop(state);
            self.bucket.changed.notify_waiters();
        }
    }
}

/// Answers of one window name its end with the network's jitter.
const SAME_WINDOW: Duration = Duration::from_millis(500);

impl State {
    fn take(&mut self, now: Instant) -> Turn {
        if let Some(until) = self.blocked_until {
            if now < until {
                return Turn::At(until);
            }
            self.blocked_until = None;
        }
        if let Known::Window { limit, resets_at: Some(end), .. } = self.known
            && now >= end
        {
            let remaining = limit.saturating_sub(self.in_flight);
            self.known = Known::Window { limit, remaining, resets_at: None };
        }
        match &mut self.known {
            Known::Nothing | Known::Window { remaining: 0, resets_at: None, .. } if self.in_flight > 0 => {
                return Turn::AfterAnAnswer;
            }
            Known::Nothing | Known::NoLimit => {}
            Known::Window { remaining: 0, resets_at: Some(end), .. } => return Turn::At(*end),
            // Everything that was sent in this window went unanswered: find out anew.
            Known::Window { remaining: 0, resets_at: None, .. } => self.known = Known::Nothing,
            Known::Window { remaining, .. } => *remaining -= 1,
        }
        self.in_flight += 1;
        Turn::Go
    }

    fn learn(&mut self, limits: Option<&Limits>, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let Some(Limits { limit, remaining, reset_after, .. }) = limits.filter(|limits| limits.limit > 0) else {
            if self.known == Known::Nothing {
                self.known = Known::NoLimit;
            }
            return;
        };
        let end = now + *reset_after;
        let (left, end) = match self.known {
            Known::Window { remaining: ours, resets_at: None, .. } => (ours.min(*remaining), end),
            Known::Window { remaining: ours, resets_at: Some(known), .. } if end <= known + SAME_WINDOW => {
                (ours.min(*remaining), end.max(known))
            }
            _ => (remaining.saturating_sub(self.in_flight), end),
        };
        self.known = Known::Window { limit: *limit, remaining: left, resets_at: Some(end) };
    }

    fn block(&mut self, until: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.blocked_until = self.blocked_until.max(Some(until));
        if let Known::Window { remaining, .. } = &mut self.known {
            *remaining = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn limits(limit: u32, remaining: u32, reset_after: u64) -> Limits {
        Limits { bucket: None, limit, remaining, reset_after: Duration::from_millis(reset_after) }
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_goes_alone_and_the_rest_as_far_as_the_window_allows() {
        let bucket = Arc::new(Bucket::default());
        let first = bucket.acquire().await;
        assert!(
            tokio::time::timeout(Duration::from_secs(9), bucket.acquire()).await.is_err(),
            "two went ahead unknown"
        );
        first.answered(Some(&limits(3, 2, 1000)));
        let (one, two) = (bucket.acquire().await, bucket.acquire().await);
        let before = Instant::now();
        let three = bucket.acquire().await;
        assert_eq!(before.elapsed().as_millis(), 1000, "the fourth did not wait for the next window");
        drop((one, two, three));
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_ever_sees_more_than_its_limit() {
        // A server with a fixed window of 5 a second, 20 ms away.
        let (bucket, served) = (Arc::new(Bucket::default()), Arc::new(AtomicU32::new(0)));
        let window = Arc::new(Mutex::new((Instant::now(), 0)));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..23 {
            let (bucket, served, window) = (Arc::clone(&bucket), Arc::clone(&served), Arc::clone(&window));
            tasks.spawn(async move {
                let permit = bucket.acquire().await;
                tokio::time::sleep(Duration::from_millis(20)).await;
                let (left, reset) = {
                    let mut window = window.lock().unwrap();
                    if window.0.elapsed() >= Duration::from_secs(1) {
                        *window = (Instant::now(), 0);
                    }
                    window.1 += 1;
                    assert!(window.1 <= 5, "a sixth in one window");
                    (5 - window.1, (window.0 + Duration::from_secs(1)).duration_since(Instant::now()))
                };
                served.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
                permit.answered(Some(&Limits { bucket: None, limit: 5, remaining: left, reset_after: reset }));
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(served.load(Ordering::Relaxed), 23);
    }

    #[tokio::test(start_paused = true)]
    async fn a_429_stops_the_bucket_and_a_lost_request_does_not() {
        let bucket = Arc::new(Bucket::default());
        drop(bucket.acquire().await);
        bucket.acquire().await.refused(Duration::from_secs(4));
        assert_eq!(bucket.empty_for(), Duration::from_secs(4));
        let before = Instant::now();
        bucket.acquire().await.answered(None);
        assert_eq!(before.elapsed().as_secs(), 4);
        let many = [bucket.acquire().await, bucket.acquire().await, bucket.acquire().await];
        assert_eq!(before.elapsed().as_secs(), 4, "a route without a limit waited");
        drop(many);
    }
}
