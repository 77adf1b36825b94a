//! Webhooks on their way out: who is to be told, what is sent, and where it may go.
//!
//! What has to be told is found out by [`Followers`] as it happens, and by looking again after the start and from time to
//! time; the desk writes deliveries down, and a queue for each webhook is sent by one worker at a time.

mod egress;
mod followers;
mod forgetting;
mod request;
mod sending;
mod signature;
mod telling;

use std::sync::Arc;

use tickit_domain::desk::Desk;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

pub use self::egress::{Egress, Lookup, Network, TargetRefused};
pub use self::followers::Followers;
use self::sending::Sending;
pub use self::signature::sign;
use self::telling::Telling;
use crate::metrics::Metrics;

/// Tells webhooks what happens, until it is stopped.
#[derive(Debug)]
pub struct WebhookWorker {
    desk: Desk,
    followers: Arc<Followers>,
    egress: Egress,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
}

impl WebhookWorker {
    /// One that goes out by this way, until `stop`.
    pub const fn new(
        desk: Desk,
        followers: Arc<Followers>,
        egress: Egress,
        metrics: Arc<Metrics>,
        stop: CancellationToken,
    ) -> Self {
        Self { desk, followers, egress, metrics, stop }
    }

    /// Finds out who follows what. To be called before anything can happen that somebody follows.
    pub async fn prepare(&self) {
        if let Err(error) = self.followers.look(&self.desk).await {
            tracing::warn!(
                error = format!("{error:#}"),
                "webhooks cannot be looked up yet: everything is kept for them"
            );
        }
    }

    /// Works until it is stopped. What was not sent by then is sent after the next start.
    pub async fn run(self) {
        let Self { desk, followers, egress, metrics, stop } = self;
        let something_new = Arc::<Notify>::default();
        let telling = Telling::new(desk.clone(), followers, Arc::clone(&something_new));
        let sending = Sending::new(desk.clone(), metrics, egress, something_new, stop.clone());
        tokio::join!(telling.run(stop.clone()), sending.run(), forgetting::forget(desk, stop));
    }
}
