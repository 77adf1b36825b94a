//! Jobs: begun at once by the process that wrote them down, and found again by any process where that one died.

mod backlog;
mod endings;
mod pauses;
mod permit;
mod pruning;
mod reconciling;
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

use self::backlog::HERE;
pub use self::reconciling::{Gaps, GapsToClose, gaps};
use self::runner::JobRunner;
use crate::metrics::Metrics;

/// How often jobs that are due are looked for.
const LOOK: Duration = Duration::from_secs(1);

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
    gaps: GapsToClose,
    stop: CancellationToken,
}

/// A queue for new jobs, and its other end.
pub fn queue() -> (NewJobs, mpsc::Receiver<Stored<Job>>) {
    let (sender, receiver) = mpsc::channel(HERE);
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
    /// A worker at the other ends of a queue and of what is told of gaps, until `stop`. `concurrency` jobs work at once, besides those that wait for
    /// Discord.
    pub fn new(
        desk: Desk,
        fresh: mpsc::Receiver<Stored<Job>>,
        gaps: GapsToClose,
        metrics: Arc<Metrics>,
        concurrency: usize,
        stop: CancellationToken,
    ) -> Self {
        let runner = Arc::new(JobRunner::new(desk, metrics, concurrency, stop.clone()));
        Self { runner, fresh, inherited: Vec::new(), gaps, stop }
    }

    /// Takes over what an earlier process left, where no other can be at it: nobody has to wait for the ends of its
    /// leases. To be called before anybody can ask for a job.
    pub async fn inherit(&mut self) {
        if self.runner.desk.is_alone() {
            match self.take_over().await {
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "jobs cannot be taken over: they are found when their leases end"),
            }
        }
    }

    async fn take_over(&mut self) -> Result<(), StoreError> {
        loop {
            let now = self.runner.desk.now();
            let taken = self.runner.desk.jobs().take_over(now, LEASE, TAKE).await?;
            self.inherited.extend(taken.jobs);
            if !taken.more || self.inherited.len() >= HERE {
                return Ok(());
            }
        }
    }

    /// Works until it is stopped, then lets attempts under way end and hands back what waits.
    pub async fn run(self) {
        let Self { runner, mut fresh, inherited, gaps, stop } = self;
        let looking = tokio::spawn(look(Arc::clone(&runner), stop.clone()));
        let pruning = tokio::spawn(pruning::prune(runner.desk.clone(), stop.clone()));
        let reconciling = tokio::spawn(reconciling::reconcile(runner.desk.clone(), gaps, stop.clone()));
        for job in inherited {
            runner.take(job);
        }
        let mut was_full = false;
        while let Some(job) = tokio::select! {
            () = stop.cancelled() => None,
            job = fresh.recv() => job,
        } {
            let full = !runner.take(job);
            if full && !was_full {
                tracing::warn!("too many jobs wait here: some begin only when their lease ends");
            }
            was_full = full;
        }
        fresh.close();
        while let Some(job) = fresh.recv().await {
            runner.hand_back(job).await;
        }
        for task in [looking, pruning, reconciling] {
            let _ = task.await;
        }
        runner.end().await;
    }
}

/// Looks for jobs that are due, as long as there is room for them.
async fn look(runner: Arc<JobRunner>, stop: CancellationToken) {
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = look.tick() => while take_due(&runner).await && !stop.is_cancelled() {},
        }
    }
}

/// Takes jobs that are due; whether there may be more, and room for them.
async fn take_due(runner: &Arc<JobRunner>) -> bool {
    let most = TAKE.min(runner.backlog().room());
    if most == 0 {
        return false;
    }
    match runner.desk.jobs().claim(runner.desk.now(), LEASE, most).await {
        Ok(found) => {
            let mut room = true;
            for job in found.jobs {
                room &= runner.take(job);
            }
            found.more && room
        }
        Err(error) => {
            tracing::warn!(%error, "jobs cannot be looked for");
            false
        }
    }
}
