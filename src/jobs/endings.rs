//! The ends of jobs, written down together. Nobody waits for one of them, and each by itself would cost a commit.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tickit_domain::store::StoreError;
use tickit_domain::store::jobs::{JobEnd, Jobs};
use tokio::sync::oneshot;
use tokio::time::sleep;

/// How long the first of some ends waits for others.
const GATHER: Duration = Duration::from_millis(10);

/// Ends that wait to be written: at most one for each job that is under way.
#[derive(Debug, Default)]
pub(super) struct Endings(Mutex<Vec<Waiting>>);

#[derive(Debug)]
struct Waiting {
    end: JobEnd,
    outcome: oneshot::Sender<Result<(), StoreError>>,
}

impl Endings {
    /// Ends a job together with others; `Conflict` where it has changed since.
    pub(super) async fn end(&self, jobs: &Jobs, end: JobEnd) -> Result<(), StoreError> {
        let (outcome, written) = oneshot::channel();
        let is_first = {
            let mut waiting = self.waiting();
            waiting.push(Waiting { end, outcome });
            waiting.len() == 1
        };
        if is_first {
            sleep(GATHER).await;
            let waiting = std::mem::take(&mut *self.waiting());
            let (ends, who): (Vec<_>, Vec<_>) = waiting.into_iter().map(|one| (one.end, one.outcome)).unzip();
            for (who, outcome) in who.into_iter().zip(jobs.end_all(&ends).await) {
                // Whoever ended it may have stopped waiting.
                let _ = who.send(outcome);
            }
        }
        written.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the end was not written".into())))
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
