//! Where jobs are worked on: so many at once, no bot with more than its share, and what became of each attempt saved.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tickit_domain::clock::Timestamp;
use tickit_domain::desk::{Desk, LEASE};
use tickit_domain::ids::BotId;
use tickit_domain::job::{Attempt, Job, JobState};
use tickit_domain::store::StoreError;
use tickit_domain::store::document::Stored;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::WAITING;
use super::pauses::{self, MOST_ATTEMPTS};
use crate::metrics::{JobOutcome, Metrics};

/// How long one attempt may take. It ends before the lease does, so that nobody else has begun meanwhile.
const ATTEMPT: Duration = Duration::from_secs(12);

/// How long jobs that are done are kept, so that a click that comes again is known.
const KEEP_DONE: Duration = Duration::from_hours(24);

/// How many jobs of one bot run at once, so that none takes all the room.
const OF_ONE_BOT: usize = 8;

/// What the tasks of one worker share.
#[derive(Debug)]
pub(super) struct JobRunner {
    pub(super) desk: Desk,
    metrics: Arc<Metrics>,
    /// Jobs that are here, under way or waiting for room.
    permits: Arc<Semaphore>,
    /// Jobs that are under way.
    room: Arc<Semaphore>,
    /// Those of one bot.
    bots: Mutex<HashMap<BotId, Arc<Semaphore>>>,
}

impl JobRunner {
    pub(super) fn new(desk: Desk, metrics: Arc<Metrics>, concurrency: usize) -> Self {
        let (permits, room) = (Arc::new(Semaphore::new(WAITING)), Arc::new(Semaphore::new(concurrency)));
        Self { desk, metrics, permits, room, bots: Mutex::default() }
    }

    /// Waits for a place for one more job.
    pub(super) async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }

    /// A place for one more job, where there is one.
    pub(super) fn permit_now(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits).try_acquire_owned().ok()
    }

    /// Takes jobs that are due, as many as there are permits for.
    pub(super) async fn due(&self, most: usize) -> Vec<Stored<Job>> {
        let most = most.min(self.permits.available_permits());
        if most == 0 {
            return Vec::new();
        }
        let jobs = self.desk.jobs();
        match jobs.claim(self.desk.clock.now(), LEASE, most).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "jobs cannot be looked for");
                Vec::new()
            }
        }
    }

    /// Removes old jobs, and forgets bots that have none.
    pub(super) async fn prune(&self) {
        let before = self.desk.clock.now().as_millis() - i64::try_from(KEEP_DONE.as_millis()).unwrap_or(i64::MAX);
        if let Err(error) = self.desk.jobs().prune(Timestamp::from_millis(before)).await {
            tracing::warn!(%error, "old jobs cannot be removed");
        }
        let mut bots = self.bots.lock().unwrap_or_else(PoisonError::into_inner);
        bots.retain(|_, room| Arc::strong_count(room) > 1);
    }

    /// Waits for room and works on one job.
    pub(super) async fn work(
        self: Arc<Self>,
        job: Stored<Job>,
        permit: Option<OwnedSemaphorePermit>,
        stop: CancellationToken,
    ) {
        let _permit = permit;
        let (own, _all) = tokio::select! {
            () = stop.cancelled() => return self.hand_back(job).await,
            room = self.room_for(job.value.place.bot) => room,
        };
        let Some(mut job) = self.still_ours(job).await else { return };
        let attempted = timeout(ATTEMPT, self.desk.attempt(&mut job)).await;
        drop(own);
        let attempt = match attempted {
            Ok(Ok(attempt)) => attempt,
            Ok(Err(error)) => Attempt::Again { after: Duration::ZERO, because: format!("{error:#}") },
            Err(_) => Attempt::Again { after: Duration::ZERO, because: "it took too long".into() },
        };
        let job_id = job.value.id.clone();
        if let Err(error) = self.save_outcome(job, attempt).await {
            tracing::warn!(job = job_id, %error, "a job's outcome cannot be saved: it is begun again when its lease ends");
        }
    }

    async fn room_for(&self, bot: BotId) -> (Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>) {
        let own = {
            let mut bots = self.bots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(bots.entry(bot).or_insert_with(|| Arc::new(Semaphore::new(OF_ONE_BOT))))
        };
        let own = own.acquire_owned().await.ok();
        (own, Arc::clone(&self.room).acquire_owned().await.ok())
    }

    /// A job that waited for long gets its lease anew, unless somebody else has it by now.
    async fn still_ours(&self, mut job: Stored<Job>) -> Option<Stored<Job>> {
        let now = self.desk.clock.now();
        if job.value.due.since(now) > ATTEMPT {
            return Some(job);
        }
        job.value.due = now.plus(LEASE);
        job.rev = self.desk.jobs().save(&job.value, job.rev).await.ok()?;
        Some(job)
    }

    /// Saves what became of an attempt.
    async fn save_outcome(&self, mut job: Stored<Job>, attempt: Attempt) -> Result<(), StoreError> {
        let now = self.desk.clock.now();
        let outcome = match attempt {
            Attempt::Done if job.value.keeps() => {
                (job.value.state, job.value.due) = (JobState::Done, now);
                JobOutcome::Done
            }
            Attempt::Done => return self.finish(&job).await,
            Attempt::More => return self.go_on(job).await,
            Attempt::Again { because, .. } if job.value.attempts >= MOST_ATTEMPTS && self.give_up(&job.value).await => {
                tracing::error!(job = job.value.id, because, "a job is given up");
                (job.value.state, job.value.last_error) = (JobState::Dead, Some(because));
                JobOutcome::Failed
            }
            Attempt::Again { after, because } => {
                let after = pauses::after(job.value.attempts, &job.value.id, after);
                tracing::info!(job = job.value.id, because, ?after, "a job will be tried again");
                (job.value.state, job.value.due, job.value.last_error) =
                    (JobState::Ready, now.plus(after), Some(because));
                JobOutcome::Retried
            }
        };
        self.metrics.job(outcome);
        self.unless_asked_again(&job.value, self.desk.jobs().save(&job.value, job.rev).await.map(drop)).await
    }

    /// Removes a job that is done.
    async fn finish(&self, job: &Stored<Job>) -> Result<(), StoreError> {
        self.metrics.job(JobOutcome::Done);
        let removed = match self.desk.jobs().remove(&job.value.id, job.rev).await {
            Ok(false) => Err(StoreError::Conflict),
            removed => removed.map(drop),
        };
        self.unless_asked_again(&job.value, removed).await
    }

    /// Puts a job that has more to do behind the others, with a lease of its full length.
    async fn go_on(&self, mut job: Stored<Job>) -> Result<(), StoreError> {
        job.value.due = self.desk.clock.now().plus(LEASE);
        match self.desk.jobs().save(&job.value, job.rev).await {
            Ok(rev) => {
                self.desk.queue.push(Stored { rev, ..job });
                Ok(())
            }
            Err(error) => self.unless_asked_again(&job.value, Err(error)).await,
        }
    }

    /// Ends a job for good; whether that could be done.
    async fn give_up(&self, job: &Job) -> bool {
        match self.desk.give_up(job).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(job = job.id, error = format!("{error:#}"), "a job cannot be given up");
                false
            }
        }
    }

    async fn unless_asked_again(&self, job: &Job, saved: Result<(), StoreError>) -> Result<(), StoreError> {
        match saved {
            Err(StoreError::Conflict | StoreError::NotFound) => self.begin_again(&job.id).await,
            other => other,
        }
    }

    /// Somebody asked for the job while it was under way: it is begun again, and counted, so that it looks for what the
    /// attempt before may have done.
    async fn begin_again(&self, id: &str) -> Result<(), StoreError> {
        let jobs = self.desk.jobs();
        while let Some(mut job) = jobs.get(id).await? {
            if job.value.state != JobState::Running || job.value.worker != self.desk.write_tokens.node() {
                break;
            }
            job.value.attempts += 1;
            job.value.due = self.desk.clock.now().plus(LEASE);
            match jobs.save(&job.value, job.rev).await {
                Ok(rev) => {
                    self.desk.queue.push(Stored { rev, ..job });
                    break;
                }
                // And once more.
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Gives a job back that will not be begun here.
    pub(super) async fn hand_back(&self, mut job: Stored<Job>) {
        job.value.state = JobState::Ready;
        job.value.worker.clear();
        job.value.due = self.desk.clock.now();
        if let Err(error) = self.desk.jobs().save(&job.value, job.rev).await {
            tracing::warn!(job = job.value.id, %error, "a job cannot be handed back: it is found when its lease ends");
        }
    }
}
