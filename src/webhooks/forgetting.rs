//! Removes deliveries that came to their end a while ago.

use std::time::Duration;

use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Desk;
use tickit_domain::store::deliveries::DELIVERIES_KEPT;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often old ones are looked for. Each time, all that are found are removed.
const FORGET: Duration = Duration::from_secs(30);

/// Removes old deliveries from time to time, until `stop`.
pub(super) async fn forget(desk: Desk, stop: CancellationToken) {
    let mut every = interval(FORGET);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => while forget_some(&desk).await && !stop.is_cancelled() {},
        }
    }
}

/// Whether there may be more.
async fn forget_some(desk: &Desk) -> bool {
    let kept = i64::try_from(DELIVERIES_KEPT.as_millis()).unwrap_or(i64::MAX);
    let before = Timestamp::from_millis(desk.now().as_millis().saturating_sub(kept));
    desk.deliveries().forget_some(before).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "old deliveries cannot be removed");
        false
    })
}
