//! A bound in time and number around the driver, which has none of its own.

use std::sync::Arc;
use std::time::Duration;

use mongodb::error::Result as DriverResult;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::MongoLimits;
use super::failure::Failure;

/// Lets so many operations through at once, and waits for each no longer than the deadline.
#[derive(Debug)]
pub(super) struct Admission {
    permits: Arc<Semaphore>,
    limits: MongoLimits,
}

impl Admission {
    pub(super) fn new(limits: MongoLimits) -> Self {
        Self { permits: Arc::new(Semaphore::new(limits.in_flight)), limits }
    }

    /// How long a caller is kept waiting for several operations.
    pub(super) fn patience(&self) -> Duration {
        self.limits.deadline / 2
    }

    /// Has the driver do something. It finishes even when nobody waits any more: its futures are not to be dropped
    /// (<https://docs.rs/mongodb/latest/mongodb/#warning-about-timeouts--cancellation>).
    pub(super) async fn run<T: Send + 'static>(
        &self,
        operation: impl Future<Output = DriverResult<T>> + Send + 'static,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + self.limits.deadline;
        let Ok(Ok(permit)) = timeout_at(deadline, Arc::clone(&self.permits).acquire_owned()).await else {
            return Err(Failure::Busy);
        };
        let running = tokio::spawn(async move {
            let outcome = operation.await;
            drop(permit);
            outcome
        });
        match timeout_at(deadline, running).await {
            Ok(Ok(outcome)) => outcome.map_err(Failure::Driver),
            Ok(Err(_)) | Err(_) => Err(Failure::Late),
        }
    }
}
