//! Jobs: begun at once by the process that wrote them down, and found again by any process where that one died.

mod pauses;
mod runner;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tickit_domain::desk::{Desk, JobQueue, LEASE};
use tickit_domain::job::Job;
use tickit_domain::store::StoreError;
use tickit_domain::store::document::Stored;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::runner::JobRunner;
use crate::metrics::Metrics;

/// How many new jobs may wait to be taken in here, and how many may be here; more are found when their lease ends.
const WAITING: usize = 10_000;

/// How often jobs that are due are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// How often old jobs are removed.
const PRUNE: Duration = Duration::from_mins(10);

/// How many are taken at a time.
const TAKE: usize = 64;

/// The way of new jobs to the [`Worker`].
#[derive(Debug)]
pub struct NewJobs {
    sender: mpsc::Sender<Stored<Job>>,
    /// Whether the last one found no room: said once, however many follow.
    full: AtomicBool,
}

/// Works on jobs until it is stopped.
#[derive(Debug)]
pub struct Worker {
    runner: Arc<JobRunner>,
    fresh: mpsc::Receiver<Stored<Job>>,
    inherited: Vec<Stored<Job>>,
}

/// A queue for new jobs, and its other end.
pub fn queue() -> (NewJobs, mpsc::Receiver<Stored<Job>>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (NewJobs { sender, full: AtomicBool::new(false) }, receiver)
}

impl JobQueue for NewJobs {
    fn push(&self, job: Stored<Job>) {
        let full = self.sender.try_send(job).is_err();
        let was_full = self.full.swap(full, Ordering::Relaxed);
        if full && !was_full {
            tracing::warn!("too many new jobs: some begin only when their lease ends");
        }
    }
}

impl Worker {
    /// A worker at the other end of a queue. `concurrency` jobs are under way at once.
    pub fn new(desk: Desk, fresh: mpsc::Receiver<Stored<Job>>, metrics: Arc<Metrics>, concurrency: usize) -> Self {
        Self { runner: Arc::new(JobRunner::new(desk, metrics, concurrency)), fresh, inherited: Vec::new() }
    }

    /// Takes over what an earlier process left, where no other can be at it: nobody has to wait for the ends of its
    /// leases. To be called before anybody can ask for a job.
    pub async fn inherit(&mut self) {
        if self.runner.desk.stores.is_exclusive() {
            match self.take_over().await {
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "jobs cannot be taken over: they are found when their leases end"),
            }
        }
    }

    async fn take_over(&mut self) -> Result<(), StoreError> {
        loop {
            let now = self.runner.desk.clock.now();
            let taken = self.runner.desk.jobs().take_over(now, LEASE, TAKE).await?;
            let last = taken.len() < TAKE;
            self.inherited.extend(taken);
            if last || self.inherited.len() >= WAITING {
                return Ok(());
            }
        }
    }

    /// Works until `stop`, then lets attempts under way end and hands back what waits.
    pub async fn run(self, stop: CancellationToken) {
        let Self { runner, mut fresh, inherited } = self;
        let tasks = TaskTracker::new();
        tasks.spawn(look(Arc::clone(&runner), tasks.clone(), stop.clone()));
        for job in inherited {
            tasks.spawn(Arc::clone(&runner).work(job, runner.permit().await, stop.clone()));
        }
        loop {
            let next = async { (runner.permit().await, fresh.recv().await) };
            tokio::select! {
                () = stop.cancelled() => break,
                (permit, job) = next => match job {
                    Some(job) => drop(tasks.spawn(Arc::clone(&runner).work(job, permit, stop.clone()))),
                    None => break,
                },
            }
        }
        fresh.close();
        while let Some(job) = fresh.recv().await {
            runner.hand_back(job).await;
        }
        tasks.close();
        tasks.wait().await;
    }
}

/// Looks for jobs that are due, and from time to time removes old ones. Apart from the new jobs' way: however long the
/// database takes, those begin at once.
async fn look(runner: Arc<JobRunner>, tasks: TaskTracker, stop: CancellationToken) {
    let (mut look, mut prune) = (interval(LOOK), interval(PRUNE));
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = prune.tick() => runner.prune().await,
            _ = look.tick() => {
                for job in runner.due(TAKE).await {
                    tasks.spawn(Arc::clone(&runner).work(job, runner.permit_now(), stop.clone()));
                }
            }
        }
    }
}
