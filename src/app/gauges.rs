//! What is counted elsewhere, brought to the metrics from time to time.

use std::sync::Arc;
use std::time::Duration;

use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Desk;
use tickit_domain::job::JobState;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

use super::hosting::HostedBots;
use crate::discord::AnswerObserver;
use crate::discord::time::DiscordTime;
use crate::metrics::Metrics;

/// Who learns from Discord's answers.
#[derive(Debug)]
pub(super) struct AnswerWatchers {
    pub(super) metrics: Arc<Metrics>,
    pub(super) time: Arc<DiscordTime>,
}

impl AnswerObserver for AnswerWatchers {
    fn answered(&self, status: u16, date: Option<Timestamp>) {
        self.metrics.rest_response(status);
        if let Some(date) = date {
            self.time.told(date);
        }
    }
}

/// How old a figure may be.
const EVERY: Duration = Duration::from_secs(10);

/// Keeps the gauges up to date until `stop`.
pub(super) async fn keep(desk: Desk, hosted: Arc<HostedBots>, metrics: Arc<Metrics>, stop: CancellationToken) {
    let mut every = interval(EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => {}
        }
        let counters = hosted.supervisor().counters();
        metrics.gateway(counters.events.get(), counters.identifies.get(), counters.resumes.get());
        // What nobody asked for is let go here as well: the start of many bots would be remembered until the next request.
        let limits = hosted.remembered_limits();
        tracing::trace!(limits, "limits of Discord's are remembered");
        match desk.jobs().count(JobState::Ready).await {
            Ok(waiting) => metrics.jobs_waiting(waiting),
            Err(error) => tracing::debug!(%error, "the jobs that wait cannot be counted"),
        }
    }
}
