//! The permit that a job works under. While it waits for Discord another job has it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tickit_domain::discord::WorkPermit;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One job's permit: there, or laid down.
#[derive(Debug)]
pub(super) struct Permit {
    all: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    held: Option<OwnedSemaphorePermit>,
    /// How many answers the job waits for.
    waits: usize,
}

impl Permit {
    /// Waits for one of these.
    pub(super) async fn of(all: Arc<Semaphore>) -> Self {
        let held = Arc::clone(&all).acquire_owned().await.ok();
        Self { all, state: Mutex::new(State { held, waits: 0 }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this was the last answer that the job waited for.
    fn has_its_answers(&self) -> bool {
        let mut state = self.state();
        state.waits = state.waits.saturating_sub(1);
        state.waits == 0
    }
}

#[async_trait]
impl WorkPermit for Permit {
    fn lay_down(&self) {
        let mut state = self.state();
        state.waits += 1;
        state.held = None;
    }

    async fn take_up(&self) {
        if self.has_its_answers() {
            let held = Arc::clone(&self.all).acquire_owned().await.ok();
            self.state().held = held;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_job_that_waits_for_discord_keeps_nobody_from_working() {
        let all = Arc::new(Semaphore::new(1));
        let first = Permit::of(Arc::clone(&all)).await;
        assert_eq!(all.available_permits(), 0);
        first.lay_down();
        let second = Permit::of(Arc::clone(&all)).await;
        assert!(tokio::time::timeout(std::time::Duration::from_millis(20), first.take_up()).await.is_err());
        drop(second);
        first.take_up().await;
        assert_eq!(all.available_permits(), 0);
        drop(first);
        assert_eq!(all.available_permits(), 1);
    }

    #[tokio::test]
    async fn who_waits_for_two_answers_works_again_after_both() {
        let all = Arc::new(Semaphore::new(1));
        let job = Permit::of(Arc::clone(&all)).await;
        job.lay_down();
        job.lay_down();
        job.take_up().await;
        assert_eq!(all.available_permits(), 1);
        job.take_up().await;
        assert_eq!(all.available_permits(), 0);
    }
}
