//! The service's jobs, in its own database: at least once each, and each effect once because its step leaves evidence.

use std::time::Duration;

use serde_json::Value;

use super::document::{Document, Documents, Stored, decode};
use super::{Claim, Filter, List, Order, Record, Selection, StoreError, StoreResult, Write, Written};
use crate::clock::Timestamp;
use crate::job::{Job, JobState, UNREADABLE_LEFT};

/// All jobs of the service.
#[derive(Debug, Clone)]
pub struct Jobs {
    pub(super) documents: Documents,
    worker: String,
}

/// Jobs that were taken.
#[derive(Debug, Default)]
pub struct Claimed {
    /// The jobs.
    pub jobs: Vec<Stored<Job>>,
    /// Whether there may be more that are due.
    pub more: bool,
}

/// The end of a job that was read at some revision.
#[derive(Debug, Clone)]
pub enum JobEnd {
    /// It stays for a while, as it is now.
    Kept(Box<Stored<Job>>),
    /// It goes.
    Removed {
        /// Its key.
        id: String,
        /// Its revision.
        rev: u64,
    },
}

/// How many jobs are ended in one call.
const ENDED_AT_ONCE: usize = 100;

/// How many jobs that have ended are removed at a time: few, so that other writes do not wait for long.
pub const PRUNED_AT_ONCE: usize = 100;

impl Document for Job {
    const KIND: &'static str = "job";
    const VERSION: u16 = 2;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if let (1, Some(actor)) = (from, body.get_mut("actor")) {
            *actor = crate::actor::upgrade_from_first(actor);
        }
        body
    }

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

    /// The job of this key, as it is now: one that was claimed is under way.
    pub async fn get(&self, id: &str) -> StoreResult<Option<Stored<Job>>> {
        self.documents.store().get(id).await?.map(read).transpose()
    }

    /// Saves a job over the revision that was read; `Conflict` where somebody else has changed it.
    pub async fn save(&self, job: &Job, rev: u64) -> StoreResult<u64> {
        self.documents.replace(job, rev).await
    }

    /// Ends jobs in as few calls of the store's as may be, each by itself: `Conflict` where one has changed since.
    pub async fn end_all(&self, ends: &[JobEnd]) -> Vec<StoreResult<()>> {
        let mut outcomes = Vec::with_capacity(ends.len());
        while let Some(left) = ends.get(outcomes.len()..).filter(|left| !left.is_empty()) {
            match self.end_some(left).await {
                Ok(Written { revs, refused }) => {
                    outcomes.extend(revs.iter().map(|_| Ok(())));
                    outcomes.extend(refused.map(Err));
                }
                Err(error) => outcomes.push(Err(error)),
            }
            // What one cannot be asked for, the others cannot.
            if let Some(Err(error @ (StoreError::Unavailable(_) | StoreError::Ambiguous(_)))) = outcomes.last().cloned()
            {
                outcomes.resize(ends.len(), Err(error));
            }
        }
        outcomes
    }

    /// Ends jobs up to the first that is refused.
    async fn end_some(&self, ends: &[JobEnd]) -> StoreResult<Written> {
        let mut batch = self.documents.batch();
        for end in ends.iter().take(ENDED_AT_ONCE) {
            match end {
                JobEnd::Kept(job) => batch.replace(&job.value, job.rev)?,
                JobEnd::Removed { id, rev } => batch.delete(id.clone(), *rev),
            };
        }
        Ok(batch.write().await)
    }

    /// Writes a job down for a moment, in place of one of the same key, which is no longer done if it is under way.
    pub async fn schedule(&self, mut job: Job, at: Timestamp) -> StoreResult<()> {
        (job.state, job.due) = (JobState::Ready, at);
        job.worker.clear();
        loop {
            match self.documents.insert(&job).await {
                Err(StoreError::Conflict) => {}
                other => return other.map(drop),
            }
            let Some(there) = self.documents.store().get(&job.id).await? else { continue };
            match self.documents.replace(&job, there.rev).await {
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                other => return other.map(drop),
            }
        }
    }

    /// Removes the job of this key, wherever it is in its life; whether there was one. An attempt that is under way goes
    /// on to its end, and is not made again.
    pub async fn cancel(&self, id: &str) -> StoreResult<bool> {
        self.documents.store().delete(id, None).await
    }

    /// Takes jobs that are due: those that wait, and those whose worker was not heard of in time.
    pub async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> StoreResult<Claimed> {
        self.claim_until(now, now.plus(lease), limit).await
    }

    /// Takes jobs of a worker that cannot be there any more, as if a lease's time had passed. Those that were taken are
    /// not taken again.
    pub async fn take_over(&self, now: Timestamp, lease: Duration, limit: usize) -> StoreResult<Claimed> {
        let then = now.plus(lease);
        self.claim_until(then, then.plus(lease), limit).await
    }

    async fn claim_until(&self, now: Timestamp, until: Timestamp, limit: usize) -> StoreResult<Claimed> {
        let claim = Claim {
            kind: Job::KIND.into(),
            states: vec![JobState::Ready.name().into(), JobState::Running.name().into()],
            now,
            state: JobState::Running.name().into(),
            owner: self.worker.clone(),
            until,
            limit,
        };
        let records = self.documents.store().claim(&claim).await?;
        let mut claimed = Claimed { jobs: Vec::with_capacity(records.len()), more: records.len() >= limit };
        for record in records {
            match read(record.clone()) {
                Ok(mut stored) => {
                    stored.value.attempts += 1;
                    claimed.jobs.push(stored);
                }
                Err(error) => self.leave(record, now.plus(UNREADABLE_LEFT), &error).await?,
            }
        }
        Ok(claimed)
    }

    /// Puts a job back as it is that this version cannot read: a newer one wrote it, and will come for it.
    async fn leave(&self, record: Record, until: Timestamp, error: &StoreError) -> StoreResult<()> {
        tracing::warn!(job = record.id, %error, "a job that this version does not know is left for one that does");
        let rev = record.rev;
        let left = Record { state: JobState::Ready.name().into(), owner: String::new(), at: until, ..record };
        match self.documents.replace_record(left, rev).await {
            Ok(_) | Err(StoreError::Conflict | StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// How many jobs are in a state.
    pub async fn count(&self, state: JobState) -> StoreResult<u64> {
        self.documents.store().count(&Selection::in_state(Job::KIND, state.name())).await
    }

    /// Removes jobs that ended in this state before a moment, at most a page of them; how many.
    pub async fn prune(&self, state: JobState, before: Timestamp) -> StoreResult<usize> {
        let selection = Selection::Filter(Filter {
            kind: Job::KIND.into(),
            states: vec![state.name().into()],
            until: Some(before),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Ascending, limit: PRUNED_AT_ONCE, after: None };
        let page = self.documents.store().list(&list).await?;
        let found = page.records.len();
        let removals = page.records.into_iter().map(|record| Write::Delete { id: record.id, expected: None });
        self.documents.store().write_all(removals.collect()).await.all()?;
        Ok(found)
    }
}

/// Reads a job out of its record. A claim changes what records are listed by and leaves the body as it was, so that the
/// body alone would say of a job that is under way that it waits.
pub(super) fn read(record: Record) -> StoreResult<Stored<Job>> {
    let (state, worker, due) = (JobState::of_name(&record.state), record.owner.clone(), record.at);
    let mut stored = decode::<Job>(record)?;
    if let Some(state) = state {
        stored.value.state = state;
    }
    (stored.value.worker, stored.value.due) = (worker, due);
    Ok(stored)
}
