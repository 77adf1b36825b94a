//! Metrics in Prometheus' text format. Every label has few values; bots and guilds are never labels.

mod in_part;
mod labels;
mod missing;

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tickit_domain::bot::BotState;
use tickit_domain::discord::Place;
use tickit_domain::event::{Event, EventKind, EventWatcher, Reconciled};
use tickit_domain::guild::Missing;
use tickit_domain::ids::TicketId;
use tickit_domain::webhook::DeliveryState;

use self::in_part::InPart;
pub use self::in_part::ShownInPart;
pub use self::labels::{InteractionKind, InteractionOutcome, JobOutcome};
use self::labels::{delivery_label, state_label};
use self::missing::MissingChoices;
pub use self::missing::WhatIsMissing;

/// Everything that is measured. One for a service; cheap to share behind an `Arc`.
pub struct Metrics {
    registry: Registry,
    interactions: Family<InteractionLabels, Counter>,
    acknowledgement: Histogram,
    tickets_opened: Counter,
    tickets_closed: Counter,
    jobs: Family<OutcomeLabels, Counter>,
    reconciled: Family<OutcomeLabels, Counter>,
    deliveries: Family<OutcomeLabels, Counter>,
    in_part: InPart,
    missing: MissingChoices,
    tickets_in_part: Gauge,
    queue_depth: Gauge,
    bots: Family<StateLabels, Gauge>,
    gateway_events: Counter,
    gateway_identifies: Counter,
    gateway_resumes: Counter,
    rest_responses: Family<StatusLabels, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct InteractionLabels {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StatusLabels {
    status: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("tickit"),
            interactions: Family::default(),
            // Up to Discord's limit of 3 seconds for the first answer.
            acknowledgement: Histogram::new([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0]),
            tickets_opened: Counter::default(),
            tickets_closed: Counter::default(),
            jobs: Family::default(),
            reconciled: Family::default(),
            deliveries: Family::default(),
            in_part: InPart::default(),
            missing: MissingChoices::default(),
            tickets_in_part: Gauge::default(),
            queue_depth: Gauge::default(),
            bots: Family::default(),
            gateway_events: Counter::default(),
            gateway_identifies: Counter::default(),
            gateway_resumes: Counter::default(),
            rest_responses: Family::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    /// Counts an interaction.
    pub fn interaction(&self, kind: InteractionKind, outcome: InteractionOutcome) {
        let labels = InteractionLabels { kind: kind.label(), outcome: outcome.label() };
        self.interactions.get_or_create(&labels).inc();
    }

    /// How long it took from an interaction's arrival to Discord's first answer.
    pub fn acknowledged(&self, after: Duration) {
        self.acknowledgement.observe(after.as_secs_f64());
    }

    /// Counts a ticket that was opened.
    pub fn ticket_opened(&self) {
        self.tickets_opened.inc();
    }

    /// Counts a ticket that was closed.
    pub fn ticket_closed(&self) {
        self.tickets_closed.inc();
    }

    /// Counts a run of a job.
    pub fn job(&self, outcome: JobOutcome) {
        self.jobs.get_or_create(&OutcomeLabels { outcome: outcome.label() }).inc();
    }

    /// Counts a try to tell a webhook something, by where that is now.
    pub fn delivery(&self, state: DeliveryState) {
        self.deliveries.get_or_create(&OutcomeLabels { outcome: delivery_label(state) }).inc();
    }

    /// How many jobs wait.
    pub fn jobs_waiting(&self, count: u64) {
        self.queue_depth.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// How many bots are in each state now.
    pub fn bots(&self, states: impl IntoIterator<Item = BotState>) {
        let mut counts = ["connecting", "ready", "waiting", "degraded", "stopped"].map(|state| (state, 0_i64));
        for state in states {
            for (name, count) in &mut counts {
                *count += i64::from(*name == state_label(state));
            }
        }
        for (state, count) in counts {
            self.bots.get_or_create(&StateLabels { state }).set(count);
        }
    }

    /// What the gateway has counted by now: events received, sessions begun by IDENTIFY and taken up by RESUME.
    pub fn gateway(&self, events: u64, identifies: u64, resumes: u64) {
        for (counter, count) in
            [(&self.gateway_events, events), (&self.gateway_identifies, identifies), (&self.gateway_resumes, resumes)]
        {
            counter.inner().store(count, Ordering::Relaxed);
        }
    }

    /// Counts an answer of Discord's REST API by the class of its status; 0 where none came.
    pub fn rest_response(&self, status: u16) {
        let status = match status {
            200..=299 => "2xx",
            300..=399 => "3xx",
            // The three that Discord bans an address for, 10,000 in ten minutes.
            401 => "401",
            403 => "403",
            429 => "429",
            400..=499 => "4xx",
            500..=599 => "5xx",
            _ => "none",
        };
        self.rest_responses.get_or_create(&StatusLabels { status }).inc();
    }

    /// How often Discord's REST API asked to wait.
    pub fn rate_limits_met(&self) -> u64 {
        self.rest_responses.get_or_create(&StatusLabels { status: "429" }).get()
    }

    /// How many tickets Discord shows in part, as far as this process has seen.
    pub fn shown_in_part(&self) -> ShownInPart {
        self.in_part.count()
    }

    /// Roles and channels that settings name and that are gone, as far as this process has seen.
    pub fn what_is_missing(&self) -> WhatIsMissing {
        self.missing.look()
    }

    /// All metrics in the text format of `OpenMetrics`.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("interactions", "Interactions by kind and outcome", self.interactions.clone());
        let help = "From an interaction's arrival to the first answer";
        registry.register_with_unit("acknowledgement", help, Unit::Seconds, self.acknowledgement.clone());
        registry.register("tickets_opened", "Tickets opened", self.tickets_opened.clone());
        registry.register("tickets_closed", "Tickets closed", self.tickets_closed.clone());
        registry.register("jobs", "Runs of jobs by outcome", self.jobs.clone());
        registry.register("webhook_deliveries", "Tries to tell webhooks by outcome", self.deliveries.clone());
        let help = "Tickets compared with Discord, and what was set right";
        registry.register("tickets_reconciled", help, self.reconciled.clone());
        let help = "Tickets that Discord refuses to show something of";
        registry.register("tickets_shown_in_part", help, self.tickets_in_part.clone());
        registry.register("jobs_waiting", "Jobs that wait", self.queue_depth.clone());
        registry.register("bots", "Bots by state", self.bots.clone());
        registry.register("gateway_events", "Events received from the gateway", self.gateway_events.clone());
        registry.register("gateway_identifies", "Sessions begun by IDENTIFY", self.gateway_identifies.clone());
        registry.register("gateway_resumes", "Sessions taken up by RESUME", self.gateway_resumes.clone());
        let help = "Answers of Discord's REST API by status";
        registry.register("rest_responses", help, self.rest_responses.clone());
    }
}

impl EventWatcher for Metrics {
    fn reconciled(&self, _: Place, found: Reconciled) {
        let Reconciled { tickets, carried_on, closed, removed } = found;
        for (outcome, count) in
            [("compared", tickets), ("carried_on", carried_on), ("closed", closed), ("channel_removed", removed)]
        {
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            self.reconciled.get_or_create(&OutcomeLabels { outcome }).inc_by(count);
        }
    }

    fn refused(&self, at: Place, ticket: TicketId, aspects: usize) {
        let tickets = self.in_part.note(at, ticket, aspects);
        self.tickets_in_part.set(i64::try_from(tickets).unwrap_or(i64::MAX));
    }

    fn missing(&self, at: Place, missing: &[Missing]) {
        self.missing.note(at, missing);
    }

    fn saw(&self, _: Place, event: &Event) {
        match event.kind {
            EventKind::Opened => self.ticket_opened(),
            EventKind::Closed => self.ticket_closed(),
            _ => {}
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::bot::{StopReason, Trouble};

    use super::*;

    #[test]
    fn what_was_counted_is_in_the_text() {
        let metrics = Metrics::default();
        metrics.interaction(InteractionKind::Component, InteractionOutcome::Done);
        metrics.acknowledged(Duration::from_millis(30));
        metrics.job(JobOutcome::Retried);
        metrics.jobs_waiting(3);
        metrics.rest_response(404);
        metrics.rest_response(429);
        let degraded = BotState::Degraded(Trouble::ConnectionLost);
        metrics.bots([BotState::Ready, BotState::Ready, BotState::Stopped(StopReason::TokenRevoked), degraded]);
        let text = metrics.text().unwrap();
        for line in [
            "tickit_interactions_total{kind=\"component\",outcome=\"done\"} 1",
            "tickit_acknowledgement_seconds_bucket{le=\"0.05\"} 1",
            "tickit_acknowledgement_seconds_bucket{le=\"0.025\"} 0",
            "tickit_jobs_total{outcome=\"retried\"} 1",
            "tickit_jobs_waiting 3",
            "tickit_rest_responses_total{status=\"4xx\"} 1",
            "tickit_rest_responses_total{status=\"429\"} 1",
            "tickit_bots{state=\"ready\"} 2",
            "tickit_bots{state=\"stopped\"} 1",
            "tickit_bots{state=\"degraded\"} 1",
            "tickit_bots{state=\"connecting\"} 0",
            "# EOF",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
