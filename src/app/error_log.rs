//! The error log's way into the database: off the way of whoever meets a failure, bounded, and of no harm to a database
//! that is in trouble.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tickit_domain::clock::Clock;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::error_log::{ErrorLog, LoggedError, NewError};
use tickit_domain::ids::ErrorNumber;
use tickit_domain::store::StoreError;
use tickit_domain::store::errors::Errors;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

/// So many failures may wait to be written; the oldest goes for the next.
const WAITING: usize = 1_024;

/// So many are written at once …
const AT_ONCE: usize = 64;

/// … and so much later the next, however many wait.
const PAUSE: Duration = Duration::from_millis(250);

/// How soon a database is tried again that did not take them.
const AGAIN: Duration = Duration::from_secs(5);

/// How often old ones are looked for.
const FORGET: Duration = Duration::from_mins(1);

/// Failures on their way into the database.
#[derive(Debug)]
pub(super) struct ErrorQueue {
    clock: Arc<dyn Clock>,
    last: AtomicU64,
    waiting: Mutex<VecDeque<LoggedError>>,
    dropped: AtomicU64,
    came: Notify,
}

impl ErrorQueue {
    /// An empty one. `seed` tells its numbers from those of other processes.
    pub(super) fn shared(clock: Arc<dyn Clock>, seed: u64) -> Arc<Self> {
        let (waiting, dropped, came) = Default::default();
        Arc::new(Self { clock, last: AtomicU64::new(seed), waiting, dropped, came })
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<LoggedError>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Vec<LoggedError> {
        let mut waiting = self.waiting();
        let most = waiting.len().min(AT_ONCE);
        waiting.drain(..most).collect()
    }

    /// Writes what comes until `stop`, and what is left then.
    pub(super) async fn write(self: Arc<Self>, errors: Errors, stop: CancellationToken) {
        let mut forget = interval(FORGET);
        forget.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                _ = forget.tick() => self.forget(&errors).await,
                () = self.came.notified() => self.write_all(&errors, &stop).await,
            }
        }
        loop {
            let left = self.take();
            if left.is_empty() || errors.keep(&left).await.is_err() {
                return;
            }
        }
    }

    /// Writes all that wait, some at a time and again where the database is away.
    async fn write_all(&self, errors: &Errors, stop: &CancellationToken) {
        let mut taken = self.take();
        while !taken.is_empty() && !stop.is_cancelled() {
            let written = errors.keep(&taken).await;
            let pause = if self.is_over(written) {
                taken = self.take();
                PAUSE
            } else {
                AGAIN
            };
            let _ = stop.run_until_cancelled(sleep(pause)).await;
        }
        self.put_back(taken);
    }

    /// Whether nothing more is to be done for what was written. A failure here is logged and is no entry of its own.
    fn is_over(&self, written: Outcome<()>) -> bool {
        let dropped = self.dropped.swap(0, Ordering::Relaxed);
        if dropped > 0 {
            tracing::warn!(dropped, "too many failures: some are not in the error log");
        }
        let Err(error) = written else { return true };
        let passes = is_passing(&error);
        tracing::warn!(error = format!("{error:#}"), again = passes, "failures are not written into the error log");
        !passes
    }

    /// The oldest go in front again, as far as there is room.
    fn put_back(&self, taken: Vec<LoggedError>) {
        let mut waiting = self.waiting();
        for error in taken.into_iter().rev() {
            if waiting.len() < WAITING {
                waiting.push_front(error);
            }
        }
    }

    async fn forget(&self, errors: &Errors) {
        if let Err(error) = errors.forget(self.clock.now()).await {
            tracing::warn!(%error, "old entries of the error log cannot be removed");
        }
    }
}

impl ErrorLog for ErrorQueue {
    fn note(&self, error: NewError) -> ErrorNumber {
        let now = self.clock.now();
        let nth = self.last.fetch_add(1, Ordering::Relaxed);
        let number = error.number.unwrap_or_else(|| ErrorNumber::at(now, nth));
        let mut waiting = self.waiting();
        if waiting.len() >= WAITING {
            waiting.pop_front();
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        waiting.push_back(error.logged(number, now));
        drop(waiting);
        self.came.notify_one();
        number
    }
}

fn is_passing(error: &Error) -> bool {
    let Error::Failed(failure) = error else { return false };
    matches!(failure.downcast_ref(), Some(StoreError::Unavailable(_) | StoreError::Ambiguous(_)))
}

#[cfg(test)]
mod tests {
    use tickit_domain::error_log::ErrorKind;

    use super::*;
    use crate::clock::SystemClock;

    #[test]
    fn of_too_many_the_newest_stay_and_those_that_go_are_counted() {
        let queue = ErrorQueue::shared(Arc::new(SystemClock), 7);
        let note = |number: usize| queue.note(NewError::new(ErrorKind::Event, format!("failure {number}")));
        let numbers: Vec<ErrorNumber> = (0..WAITING + 5).map(note).collect();
        assert_eq!(queue.dropped.load(Ordering::Relaxed), 5);
        let first = queue.take();
        assert_eq!((first.len(), &*first[0].text, first[0].number), (AT_ONCE, "failure 5", numbers[5]));
        queue.put_back(first);
        assert_eq!(queue.take()[0].number, numbers[5], "they wait in their order");
    }
}
