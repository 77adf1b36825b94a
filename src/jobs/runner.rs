//! Where jobs are worked on: whose turn it is, each attempt, and what became of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tickit_domain::desk::{Desk, LEASE};
use tickit_domain::discord::Place;
use tickit_domain::error_log::{ErrorKind, NewError};
use tickit_domain::job::{Attempt, Job, JobState};
use tickit_domain::store::StoreError;
use tickit_domain::store::document::Stored;
use tickit_domain::store::jobs::JobEnd;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::backlog::{Arrival, Backlog};
use super::endings::Endings;
use super::pauses;
use super::permit::Permit;
use crate::metrics::{JobOutcome, Metrics};

/// Jobs wait here for limits that end within so long; for longer ones they wait in the database.
const LONGEST_WAIT_HERE: Duration = Duration::from_secs(30);

/// How long those may take to be told that wait for a job which failed. The lease goes on meanwhile.
const TELLING: Duration = Duration::from_secs(3);

/// How long nobody else may take a job that is being given up: long enough to tell all who wait for it.
const GIVING_UP: Duration = Duration::from_mins(1);

/// What the tasks of one worker share.
#[derive(Debug)]
pub(super) struct JobRunner {
    pub(super) desk: Desk,
    pub(super) metrics: Arc<Metrics>,
    backlog: Mutex<Backlog>,
    /// So many jobs work at once. Those that wait for Discord do not count.
    permits: Arc<Semaphore>,
    endings: Endings,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Where a job goes after an attempt.
enum Next {
    /// It is not here any more.
    Leave,
    /// It waits here behind the others.
    Again(Stored<Job>),
    /// It waits here until a limit ends.
    After(Stored<Job>, Duration),
}

impl JobRunner {
    pub(super) fn new(desk: Desk, metrics: Arc<Metrics>, concurrency: usize, stop: CancellationToken) -> Self {
        let permits = Arc::new(Semaphore::new(concurrency));
        let (backlog, endings) = Default::default();
        Self { desk, metrics, backlog, permits, endings, tasks: TaskTracker::new(), stop }
    }

    pub(super) fn backlog(&self) -> MutexGuard<'_, Backlog> {
        self.backlog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a job in and begins it when it is its turn; `false` where there is no room for it.
    pub(super) fn take(self: &Arc<Self>, job: Stored<Job>) -> bool {
        let arrived = self.backlog().arrive(job);
        self.begin();
        arrived != Arrival::NoRoom
    }

    /// Begins every job that may.
    fn begin(self: &Arc<Self>) {
        while !self.stop.is_cancelled() {
            let Some(job) = self.backlog().next() else { return };
            self.tasks.spawn(Arc::clone(self).work(job));
        }
    }

    /// Lets attempts under way end, and hands back what waits.
    pub(super) async fn end(&self) {
        let waiting = self.backlog().drain();
        for job in waiting {
            self.hand_back(job).await;
        }
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// One attempt, and what follows from it.
    async fn work(self: Arc<Self>, job: Stored<Job>) {
        let (place, id) = (job.value.place, job.value.id.clone());
        let next = match Box::pin(self.attempt(job)).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(job = id, %error, "a job's outcome cannot be saved: it is begun again when its lease ends");
                Next::Leave
            }
        };
        match next {
            Next::Leave => self.backlog().leave(place, &id),
            Next::Again(job) => self.backlog().put_back(job, true),
            Next::After(job, after) => self.wait_for_limit(job, after),
        }
        self.begin();
        if self.stop.is_cancelled() {
            let waiting = self.backlog().drain();
            for job in waiting {
                self.hand_back(job).await;
            }
        }
    }

    fn wait_for_limit(self: &Arc<Self>, job: Stored<Job>, after: Duration) {
        let (place, id) = (job.value.place, job.value.id.clone());
        self.backlog().put_back(job, false);
        let runner = Arc::clone(self);
        self.tasks.spawn(async move {
            tokio::select! {
                () = runner.stop.cancelled() => {}
                () = sleep(after) => runner.wake(place, &id),
            }
        });
    }

    fn wake(self: &Arc<Self>, place: Place, id: &str) {
        self.backlog().wake(place, id);
        self.begin();
    }

    async fn attempt(&self, job: Stored<Job>) -> Result<Next, StoreError> {
        let policy = job.value.work.policy();
        let permit = Arc::new(Permit::of(Arc::clone(&self.permits)).await);
        let Some(mut job) = self.still_ours(job, policy.attempt).await else { return Ok(Next::Leave) };
        let desk = self.desk.under(permit.clone());
        let attempt = match timeout(policy.attempt, Box::pin(desk.attempt(&mut job))).await {
            Ok(Ok(attempt)) => attempt,
            Ok(Err(error)) => failed(&desk, &mut job.value, format!("{error:#}")).await,
            Err(_) => failed(&desk, &mut job.value, "it took too long".into()).await,
        };
        // Another job has the place while the outcome is saved.
        drop((desk, permit));
        self.save_outcome(job, attempt).await
    }

    /// A job that waited for long gets its lease anew, unless somebody else has it by now.
    async fn still_ours(&self, job: Stored<Job>, attempt: Duration) -> Option<Stored<Job>> {
        let left = job.value.due.since(self.desk.now());
        if left > attempt { Some(job) } else { self.lease(job, LEASE).await.ok() }
    }

    async fn lease(&self, mut job: Stored<Job>, lease: Duration) -> Result<Stored<Job>, StoreError> {
        job.value.due = self.desk.now().plus(lease);
        job.rev = self.desk.jobs().save(&job.value, job.rev).await?;
        Ok(job)
    }

    /// Saves what became of an attempt.
    async fn save_outcome(&self, job: Stored<Job>, attempt: Attempt) -> Result<Next, StoreError> {
        match attempt {
            Attempt::Done => self.finish(job).await,
            Attempt::More => Ok(Next::Again(job)),
            Attempt::Wait { after, because } => self.wait(job, after, because).await,
            Attempt::Again { after, because } => self.try_again(job, after, because).await,
        }
    }

    /// Ends a job that is done.
    async fn finish(&self, mut job: Stored<Job>) -> Result<Next, StoreError> {
        self.metrics.job(JobOutcome::Done);
        let id = job.value.id.clone();
        let end = if job.value.work.policy().kept {
            job.value.end(JobState::Done, self.desk.now());
            JobEnd::Kept(Box::new(job))
        } else {
            JobEnd::Removed { id: id.clone(), rev: job.rev }
        };
        let ended = self.endings.end(&self.desk.jobs(), end).await;
        self.unless_asked_again(&id, ended).await
    }

    /// A job waits for a limit's end: here, as long as its lease may, or in the database.
    async fn wait(&self, mut job: Stored<Job>, after: Duration, because: String) -> Result<Next, StoreError> {
        self.metrics.job(JobOutcome::Waited);
        tracing::debug!(job = job.value.id, because, ?after, "a job waits");
        if after <= LONGEST_WAIT_HERE {
            let covered = job.value.due.since(self.desk.now()) > after;
            return match if covered { Ok(job.clone()) } else { self.lease(job.clone(), after + LEASE).await } {
                Ok(job) => Ok(Next::After(job, after)),
                Err(error) => self.unless_asked_again(&job.value.id, Err(error)).await,
            };
        }
        job.value.waits += 1;
        self.put_off(job, after, because).await
    }

    async fn try_again(&self, mut job: Stored<Job>, after: Duration, because: String) -> Result<Next, StoreError> {
        let (policy, failures) = (job.value.work.policy(), job.value.failures());
        if failures >= policy.failures {
            // Nobody else takes it while it is given up.
            job = match self.lease(job.clone(), GIVING_UP).await {
                Ok(job) => job,
                Err(error) => return self.unless_asked_again(&job.value.id, Err(error)).await,
            };
            if self.give_up(&job.value).await {
                self.note_given_up(&job.value, &because);
                self.metrics.job(JobOutcome::Failed);
                job.value.last_error = Some(because);
                job.value.end(JobState::Dead, self.desk.now());
                let saved = self.desk.jobs().save(&job.value, job.rev).await.map(drop);
                return self.unless_asked_again(&job.value.id, saved).await;
            }
        }
        let after = pauses::after(&policy, failures, &job.value.id, after);
        tracing::info!(job = job.value.id, because, ?after, "a job will be tried again");
        self.metrics.job(JobOutcome::Retried);
        self.put_off(job, after, because).await
    }

    fn note_given_up(&self, job: &Job, because: &str) {
        let (subject, Place { bot, guild }) = (job.id.clone(), job.place);
        let error = NewError::new(ErrorKind::Job, because);
        let number = self.desk.note_error(NewError { subject, bot: Some(bot), guild: Some(guild), ..error });
        tracing::error!(job = job.id, %number, because, "a job is given up");
    }

    /// A job waits in the database.
    async fn put_off(&self, mut job: Stored<Job>, after: Duration, because: String) -> Result<Next, StoreError> {
        let now = self.desk.now();
        (job.value.state, job.value.due, job.value.last_error) = (JobState::Ready, now.plus(after), Some(because));
        job.value.tell.retain(|to| to.until > now);
        let saved = self.desk.jobs().save(&job.value, job.rev).await.map(drop);
        self.unless_asked_again(&job.value.id, saved).await
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

    /// Somebody asked for the job while it was under way: it is begun again, and counted, so that it looks for what the
    /// attempt before may have done.
    async fn unless_asked_again(&self, id: &str, saved: Result<(), StoreError>) -> Result<Next, StoreError> {
        match saved {
            Err(StoreError::Conflict | StoreError::NotFound) => {}
            other => return other.map(|()| Next::Leave),
        }
        let jobs = self.desk.jobs();
        while let Some(mut job) = jobs.get(id).await? {
            if job.value.state != JobState::Running || !self.desk.has(&job.value) {
                break;
            }
            job.value.attempts += 1;
            match self.lease(job, LEASE).await {
                Ok(job) => return Ok(Next::Again(job)),
                // And once more.
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Next::Leave)
    }

    /// Gives a job back that will not be begun here.
    pub(super) async fn hand_back(&self, mut job: Stored<Job>) {
        job.value.state = JobState::Ready;
        job.value.worker.clear();
        job.value.due = self.desk.now();
        if let Err(error) = self.desk.jobs().save(&job.value, job.rev).await {
            tracing::warn!(job = job.value.id, %error, "a job cannot be handed back: it is found when its lease ends");
        }
    }
}

/// An attempt failed for a reason of ours: those who have waited for long are told that it takes longer.
async fn failed(desk: &Desk, job: &mut Job, because: String) -> Attempt {
    if timeout(TELLING, Box::pin(desk.tell_of_delay(job))).await.is_err() {
        tracing::info!(job = job.id, "nobody can be told in time that it takes long");
    }
    Attempt::Again { after: Duration::ZERO, because }
}
