//! The service's jobs, in its own database: at least once each, and each effect once because its step leaves evidence.

use std::time::Duration;

use super::document::{Document, Documents, Stored, decode};
use super::{Claim, Filter, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::job::{Job, JobState};

/// All jobs of the service.
#[derive(Debug, Clone)]
pub struct Jobs {
    documents: Documents,
    worker: String,
}

impl Document for Job {
    const KIND: &'static str = "job";

    fn id(&self) -> String {
        self.id.clone()
    }

    fn state(&self) -> &'static str {
        self.state.name()
    }

    fn owner(&self) -> String {
        self.worker.clone()
    }

    fn at(&self) -> Timestamp {
        self.due
    }
}

impl Jobs {
    /// Those in the service's own database, worked on under a name that no other process has.
    pub const fn new(core: Documents, worker: String) -> Self {
        Self { documents: core, worker }
    }

    /// Writes a new job down as this worker's own until `until`; `None` where the same job is there already.
    pub async fn begin(&self, mut job: Job, until: Timestamp) -> StoreResult<Option<Stored<Job>>> {
        job.state = JobState::Running;
        job.attempts = 1;
        job.worker.clone_from(&self.worker);
        job.due = until;
        match self.documents.insert(&job).await {
            Ok(rev) => Ok(Some(Stored { value: job, rev })),
            Err(StoreError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The job of this key.
    pub async fn get(&self, id: &str) -> StoreResult<Option<Stored<Job>>> {
        self.documents.get(id).await
    }

    /// Saves a job over the revision that was read; `Conflict` where somebody else has changed it.
    pub async fn save(&self, job: &Job, rev: u64) -> StoreResult<u64> {
        self.documents.replace(job, rev).await
    }

    /// Removes a job at one revision; `false` where it has changed since.
    pub async fn remove(&self, id: &str, rev: u64) -> StoreResult<bool> {
        match self.documents.delete(id, rev).await {
            Err(StoreError::Conflict) => Ok(false),
            other => other,
        }
    }

    /// Takes jobs that are due: those that wait, and those whose worker was not heard of in time.
    pub async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> StoreResult<Vec<Stored<Job>>> {
        self.claim_until(now, now.plus(lease), limit).await
    }

    /// Takes jobs of a worker that cannot be there any more, as if a lease's time had passed. Those that were taken are
    /// not taken again.
    pub async fn take_over(&self, now: Timestamp, lease: Duration, limit: usize) -> StoreResult<Vec<Stored<Job>>> {
        let then = now.plus(lease);
        self.claim_until(then, then.plus(lease), limit).await
    }

    async fn claim_until(&self, now: Timestamp, until: Timestamp, limit: usize) -> StoreResult<Vec<Stored<Job>>> {
        let claim = Claim {
            kind: Job::KIND.into(),
            states: vec![JobState::Ready.name().into(), JobState::Running.name().into()],
            now,
            state: JobState::Running.name().into(),
            owner: self.worker.clone(),
            until,
            limit,
        };
        let claimed = self.documents.store().claim(&claim).await?;
        claimed
            .into_iter()
            .map(|record| {
                let mut stored: Stored<Job> = decode(record)?;
                stored.value.state = JobState::Running;
                stored.value.attempts += 1;
                stored.value.worker.clone_from(&self.worker);
                stored.value.due = claim.until;
                Ok(stored)
            })
            .collect()
    }

    /// How many jobs are in a state.
    pub async fn count(&self, state: JobState) -> StoreResult<u64> {
        self.documents.store().count(&Selection::in_state(Job::KIND, state.name())).await
    }

    /// Removes jobs that were done before a moment, at most a thousand; how many.
    pub async fn prune(&self, done_before: Timestamp) -> StoreResult<usize> {
        let selection = Selection::Filter(Filter {
            kind: Job::KIND.into(),
            states: vec![JobState::Done.name().into()],
            until: Some(done_before),
            ..Filter::default()
        });
        let page =
            self.documents.store().list(&List { selection, order: Order::Ascending, limit: 1000, after: None }).await?;
        let found = page.records.len();
        for record in page.records {
            self.documents.store().delete(&record.id, None).await?;
        }
        Ok(found)
    }
}
