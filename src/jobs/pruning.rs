//! Removes jobs that ended long ago, as fast as they come.

use std::sync::Arc;
use std::time::Duration;

use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::job::{DEAD_KEPT, DONE_KEPT, JobState};
use tickit_domain::store::jobs::{Jobs, PRUNED_AT_ONCE};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often old jobs are looked for. Each time, all that are found are removed.
const PRUNE: Duration = Duration::from_secs(30);

/// Removes old jobs from time to time, until `stop`.
pub(super) async fn prune(jobs: Jobs, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut every = interval(PRUNE);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => {}
        }
        for (state, kept) in [(JobState::Done, DONE_KEPT), (JobState::Dead, DEAD_KEPT)] {
            while prune_some(&jobs, state, before(&*clock, kept)).await && !stop.is_cancelled() {}
        }
    }
}

/// Whether there may be more.
async fn prune_some(jobs: &Jobs, state: JobState, before: Timestamp) -> bool {
    match jobs.prune(state, before).await {
        Ok(removed) => removed == PRUNED_AT_ONCE,
        Err(error) => {
            tracing::warn!(%error, "old jobs cannot be removed");
            false
        }
    }
}

fn before(clock: &dyn Clock, kept: Duration) -> Timestamp {
    let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(clock.now().as_millis().saturating_sub(kept))
}
