//! Removes jobs that ended long ago, and claims of interactions that nobody sends any more, as fast as they come.

use std::sync::Arc;
use std::time::Duration;

use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::desk::Desk;
use tickit_domain::job::{DEAD_KEPT, DONE_KEPT, JobState};
use tickit_domain::store::claims::{Claims, FORGOTTEN_AT_ONCE};
use tickit_domain::store::jobs::{Jobs, PRUNED_AT_ONCE};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often old jobs are looked for. Each time, all that are found are removed.
const PRUNE: Duration = Duration::from_secs(30);

/// How long a claim is kept. An interaction's token, and with it its answer, is good for fifteen minutes.
const CLAIMS_KEPT: Duration = Duration::from_mins(20);

/// Removes old jobs and claims from time to time, until `stop`.
pub(super) async fn prune(desk: Desk, stop: CancellationToken) {
    let (jobs, claims, clock) = (desk.jobs(), desk.claims(), Arc::clone(desk.clock()));
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
        while !desk.is_alone() && forget_some(&claims, before(&*clock, CLAIMS_KEPT)).await && !stop.is_cancelled() {}
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

/// Whether there may be more.
async fn forget_some(claims: &Claims, before: Timestamp) -> bool {
    match claims.forget(before).await {
        Ok(forgotten) => forgotten == FORGOTTEN_AT_ONCE,
        Err(error) => {
            tracing::warn!(%error, "claims of interactions cannot be removed");
            false
        }
    }
}

fn before(clock: &dyn Clock, kept: Duration) -> Timestamp {
    let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(clock.now().as_millis().saturating_sub(kept))
}
