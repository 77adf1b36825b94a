//! Jobs: begun at once by the process that wrote them down, and found again by any process where that one died.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tickit_domain::desk::{Desk, JobQueue, LEASE};
use tickit_domain::ids::BotId;
use tickit_domain::job::{Attempt, Job, JobState};
use tickit_domain::store::StoreError;
use tickit_domain::store::document::Stored;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::metrics::{JobOutcome, Metrics};

/// How many new jobs may wait to be begun here; more are found when their lease ends.
const WAITING: usize = 10_000;

/// How long one attempt may take. It ends before the lease does, so that nobody else has begun meanwhile.
const ATTEMPT: Duration = Duration::from_secs(12);

/// How often jobs that are due are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// How often old jobs are removed.
const PRUNE: Duration = Duration::from_mins(10);

/// How many are taken at a time.
const TAKE: usize = 64;

/// How often a job is begun before it is given up: with the pauses below, some eleven hours.
const MOST_ATTEMPTS: u32 = 30;

/// How long jobs that are done are kept, so that a click that comes again is known.
const KEEP_DONE: Duration = Duration::from_hours(24);

/// How many jobs of one bot run at once, so that none takes all the room.
const OF_ONE_BOT: usize = 8;

/// The way of new jobs to the [`Worker`].
#[derive(Debug)]
pub struct NewJobs(mpsc::Sender<Stored<Job>>);

/// Works on jobs until it is stopped.
#[derive(Debug)]
pub struct Worker {
    desk: Desk,
    fresh: mpsc::Receiver<Stored<Job>>,
    metrics: Arc<Metrics>,
    concurrency: usize,
}

/// What the tasks of one worker share.
#[derive(Debug)]
struct Bench {
    desk: Desk,
    metrics: Arc<Metrics>,
    room: Arc<Semaphore>,
    bots: Mutex<HashMap<BotId, Arc<Semaphore>>>,
    stop: CancellationToken,
}

/// A queue for new jobs, and its other end.
pub fn queue() -> (NewJobs, mpsc::Receiver<Stored<Job>>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (NewJobs(sender), receiver)
}

impl JobQueue for NewJobs {
    fn push(&self, job: Stored<Job>) {
        if self.0.try_send(job).is_err() {
            tracing::warn!("too many new jobs: this one begins when its lease ends");
        }
    }
}

impl Worker {
    /// A worker at the other end of a queue. `concurrency` jobs are under way at once.
    pub const fn new(
        desk: Desk,
        fresh: mpsc::Receiver<Stored<Job>>,
        metrics: Arc<Metrics>,
        concurrency: usize,
    ) -> Self {
        Self { desk, fresh, metrics, concurrency }
    }

    /// Works until `stop`, then lets attempts under way end and hands back what waits.
    pub async fn run(mut self, stop: CancellationToken) {
        let tasks = TaskTracker::new();
        let bench = Arc::new(Bench {
            desk: self.desk,
            metrics: self.metrics,
            room: Arc::new(Semaphore::new(self.concurrency)),
            bots: Mutex::default(),
            stop: stop.clone(),
        });
        tasks.spawn(Arc::clone(&bench).look(tasks.clone()));
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                Some(job) = self.fresh.recv() => drop(tasks.spawn(Arc::clone(&bench).work(job))),
            }
        }
        self.fresh.close();
        while let Some(job) = self.fresh.recv().await {
            bench.hand_back(job).await;
        }
        tasks.close();
        tasks.wait().await;
    }
}

impl Bench {
    /// Looks for jobs that are due, and from time to time removes old ones. Apart from the new jobs' way: however long
    /// the database takes, those begin at once.
    async fn look(self: Arc<Self>, tasks: TaskTracker) {
        let (mut look, mut prune) = (interval(LOOK), interval(PRUNE));
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return,
                _ = prune.tick() => self.prune().await,
                _ = look.tick() => {
                    for job in self.due().await {
                        tasks.spawn(Arc::clone(&self).work(job));
                    }
                }
            }
        }
    }

    /// Takes jobs that are due.
    async fn due(&self) -> Vec<Stored<Job>> {
        let jobs = self.desk.jobs();
        match jobs.claim(self.desk.clock.now(), LEASE, TAKE).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "jobs cannot be looked for");
                Vec::new()
            }
        }
    }

    async fn prune(&self) {
        let before = self.desk.clock.now().as_millis() - i64::try_from(KEEP_DONE.as_millis()).unwrap_or(i64::MAX);
        let jobs = self.desk.jobs();
        if let Err(error) = jobs.prune(tickit_domain::clock::Timestamp::from_millis(before)).await {
            tracing::warn!(%error, "old jobs cannot be removed");
        }
        let mut bots = self.bots.lock().unwrap_or_else(PoisonError::into_inner);
        bots.retain(|_, room| Arc::strong_count(room) > 1);
    }

    /// Waits for room and works on one job.
    async fn work(self: Arc<Self>, job: Stored<Job>) {
        let (own, _all) = tokio::select! {
            () = self.stop.cancelled() => return self.hand_back(job).await,
            room = self.room_for(job.value.place.bot) => room,
        };
        let Some(mut job) = self.still_ours(job).await else { return };
        let attempted = timeout(ATTEMPT, self.desk.attempt(&mut job)).await;
        drop(own);
        let attempt = match attempted {
            Ok(Ok(attempt)) => attempt,
            Ok(Err(error)) => again(&job.value, format!("{error:#}")),
            Err(_) => again(&job.value, "it took too long".into()),
        };
        let job_id = job.value.id.clone();
        if let Err(error) = self.settle(job, attempt).await {
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
    async fn settle(&self, mut job: Stored<Job>, attempt: Attempt) -> Result<(), StoreError> {
        let jobs = self.desk.jobs();
        let (outcome, saved) = match attempt {
            Attempt::Done if job.value.keeps() => {
                job.value.state = JobState::Done;
                job.value.due = self.desk.clock.now();
                (JobOutcome::Done, jobs.save(&job.value, job.rev).await.map(drop))
            }
            Attempt::Done => (JobOutcome::Done, self.finish(&job).await),
            Attempt::Again { because, .. } if job.value.attempts >= MOST_ATTEMPTS => {
                tracing::error!(job = job.value.id, because, "a job is given up");
                if let Err(error) = self.desk.give_up(&job.value).await {
                    tracing::warn!(job = job.value.id, error = format!("{error:#}"), "nobody could be told");
                }
                job.value.state = JobState::Dead;
                job.value.last_error = Some(because);
                (JobOutcome::Failed, jobs.save(&job.value, job.rev).await.map(drop))
            }
            Attempt::Again { after, because } => {
                tracing::info!(job = job.value.id, because, ?after, "a job will be tried again");
                job.value.state = JobState::Ready;
                job.value.due = self.desk.clock.now().plus(after);
                job.value.last_error = Some(because);
                (JobOutcome::Retried, jobs.save(&job.value, job.rev).await.map(drop))
            }
        };
        self.metrics.job(outcome);
        match saved {
            Err(StoreError::Conflict | StoreError::NotFound) => self.asked_again(&job.value.id).await,
            other => other,
        }
    }

    /// Removes a job that is done.
    async fn finish(&self, job: &Stored<Job>) -> Result<(), StoreError> {
        if self.desk.jobs().remove(&job.value.id, job.rev).await? { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Somebody asked for the job while it was under way: it is begun again, and counted, so that it looks for what the
    /// attempt before may have done.
    async fn asked_again(&self, id: &str) -> Result<(), StoreError> {
        let jobs = self.desk.jobs();
        while let Some(mut job) = jobs.get(id).await? {
            if job.value.state != JobState::Running || job.value.worker != self.desk.pen.node() {
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
    async fn hand_back(&self, mut job: Stored<Job>) {
        job.value.state = JobState::Ready;
        job.value.worker.clear();
        job.value.due = self.desk.clock.now();
        if let Err(error) = self.desk.jobs().save(&job.value, job.rev).await {
            tracing::warn!(job = job.value.id, %error, "a job cannot be handed back: it is found when its lease ends");
        }
    }
}

/// Doubling pauses up to half an hour, a fifth more or less for each job, so that those that failed together do not come
/// back together.
fn again(job: &Job, because: String) -> Attempt {
    let pause = Duration::from_secs(1 << job.attempts.clamp(1, 11)).min(Duration::from_mins(30));
    let mut hasher = DefaultHasher::new();
    (&job.id, job.attempts).hash(&mut hasher);
    let permille = u32::try_from(hasher.finish() % 400).unwrap_or_default() + 800;
    Attempt::Again { after: pause * permille / 1000, because }
}
