//! Queues by channel: what happens under one key is handled in the order in which it happened, and keys side by side.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio_util::task::TaskTracker;

/// A queue a key, for as long as something waits in it. Queues are as long as their events' places in the queue allow.
pub(super) struct ChannelQueues<K, T> {
    waiting: Waiting<K, T>,
    handle: Arc<dyn Fn(T) -> BoxFuture<'static, ()> + Send + Sync>,
    tasks: TaskTracker,
}

/// What waits behind the event that is being handled, by key.
type Waiting<K, T> = Arc<Mutex<HashMap<K, VecDeque<T>>>>;

impl<K: Hash + Eq + Copy + Send + 'static, T: Send + 'static> ChannelQueues<K, T> {
    /// No queues yet; the tracker knows of each that there will be.
    pub fn new<F>(tasks: TaskTracker, handle: impl Fn(T) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self { waiting: Arc::default(), handle: Arc::new(move |event| handle(event).boxed()), tasks }
    }

    /// Handles an event when those before it under the same key are handled.
    pub fn push(&self, key: K, event: T) {
        {
            let mut queues = lock(&self.waiting);
            if let Some(queue) = queues.get_mut(&key) {
                return queue.push_back(event);
            }
            queues.insert(key, VecDeque::new());
        }
        let (waiting, handle) = (Arc::clone(&self.waiting), Arc::clone(&self.handle));
        self.tasks.spawn(async move {
            let mut next = Some(event);
            while let Some(event) = next {
                if AssertUnwindSafe(handle(event)).catch_unwind().await.is_err() {
                    tracing::error!("the handling of an event panicked");
                }
                next = advance(&waiting, &key);
            }
        });
    }
}

/// The next event of a queue; a queue that is empty ends.
fn advance<K: Hash + Eq, T>(waiting: &Waiting<K, T>, key: &K) -> Option<T> {
    let mut queues = lock(waiting);
    let next = queues.get_mut(key)?.pop_front();
    if next.is_none() {
        queues.remove(key);
    }
    next
}

fn lock<K, T>(waiting: &Waiting<K, T>) -> MutexGuard<'_, HashMap<K, VecDeque<T>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_key_is_handled_in_order_and_another_beside_it() {
        let (seen, tasks) = (Arc::new(Mutex::new(Vec::new())), TaskTracker::new());
        let noting = Arc::clone(&seen);
        let handle = move |number: u32| {
            let noting = Arc::clone(&noting);
            async move {
                sleep(Duration::from_millis(if number == 1 { 50 } else { 10 })).await;
                assert_ne!(number, 2, "it goes on after a panic");
                noting.lock().unwrap().push(number);
            }
        };
        let queues = ChannelQueues::new(tasks.clone(), handle);
        let began = Instant::now();
        for (key, number) in [('a', 1), ('a', 2), ('a', 3), ('b', 10), ('b', 11)] {
            queues.push(key, number);
        }
        tasks.close();
        tasks.wait().await;
        assert_eq!(*seen.lock().unwrap(), [10, 11, 1, 3]);
        assert_eq!(began.elapsed(), Duration::from_millis(70));
        assert!(lock(&queues.waiting).is_empty(), "a queue outlives its events");
    }
}
