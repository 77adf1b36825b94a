//! How the database does: asked by health, and from time to time, so that it is known how it did.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Mutex as Lock, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use serde::Serialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{StoreError, StoreHealth, StoreResult};
use tokio::sync::Mutex;
use utoipa::ToSchema;

use super::access::Onlooker;
use super::state::HttpState;

/// How long the database has to answer.
const DEADLINE: Duration = Duration::from_millis(1_500);
/// How long its answer is good for, so that nobody can keep it busy through this route.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// So many answers are remembered: those of the last ten minutes, where nobody asks besides the watch.
const REMEMBERED: usize = 60;

/// How often the database is asked so that its history is known.
pub(super) const WATCHED_EVERY: Duration = Duration::from_secs(10);

/// What health asks of the databases.
#[async_trait]
pub trait Database: Send + Sync + Debug {
    /// A round trip that also shows that writes can be made.
    async fn health(&self) -> StoreResult<StoreHealth>;
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DatabaseOut {
    pub(super) engine: Option<String>,
    pub(super) status: &'static str,
    pub(super) latency_ms: Option<f64>,
    /// `no_answer`, `unavailable`, `denied`, `corrupt`, `newer` or `failed`, where it does not answer.
    pub(super) trouble: Option<&'static str>,
    /// What it said, for the operator.
    pub(super) error: Option<String>,
    /// How many databases were found broken of late; others go on.
    pub(super) broken_count: usize,
    /// Which, and why, for the operator.
    pub(super) broken: Vec<String>,
}

/// Asks the database, one request at a time and once a second at most.
#[derive(Debug, Default)]
pub(super) struct DatabaseProbe {
    last: Mutex<Option<(Timestamp, DatabaseOut)>>,
    history: Lock<VecDeque<Answered>>,
}

/// How long the database took to answer once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered {
    /// When.
    pub(super) at: Timestamp,
    /// In milliseconds; none where it did not answer.
    pub(super) latency_ms: Option<f64>,
}

impl DatabaseProbe {
    pub(super) async fn ask(&self, state: &HttpState) -> DatabaseOut {
        let mut last = self.last.lock().await;
        let ports = &state.0.ports;
        if let Some((asked_at, answer)) = &*last
            && ports.clock.now().since(*asked_at) < GOOD_FOR
        {
            return answer.clone();
        }
        let answer = match tokio::time::timeout(DEADLINE, ports.database.health()).await {
            Ok(Ok(health)) => DatabaseOut::from(health),
            Ok(Err(error)) => DatabaseOut::failed(word(&error), error.to_string()),
            Err(_) => DatabaseOut::failed("no_answer", format!("no answer within {} ms", DEADLINE.as_millis())),
        };
        let at = ports.clock.now();
        self.remember(Answered { at, latency_ms: answer.latency_ms });
        *last = Some((at, answer.clone()));
        answer
    }

    fn remember(&self, answered: Answered) {
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = history.back().is_none_or(|last| answered.at.since(last.at) >= WATCHED_EVERY / 2);
        if is_new {
            history.push_back(answered);
        }
        while history.len() > REMEMBERED {
            history.pop_front();
        }
    }

    /// How long it took to answer of late, oldest first.
    pub(super) fn history(&self) -> Vec<Answered> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }

    /// Asks from time to time, so that there is a history, until the service stops.
    pub(super) async fn watch(state: &HttpState) {
        let mut every = tokio::time::interval(WATCHED_EVERY);
        loop {
            every.tick().await;
            state.0.probes.database.ask(state).await;
        }
    }
}

/// What strangers read of an error: none of its own words.
const fn word(error: &StoreError) -> &'static str {
    match error {
        StoreError::Unavailable(_) => "unavailable",
        StoreError::Denied(_) => "denied",
        StoreError::Corrupt(_) => "corrupt",
        StoreError::Newer { .. } => "newer",
        _ => "failed",
    }
}

impl DatabaseOut {
    fn failed(trouble: &'static str, error: String) -> Self {
        let (trouble, error) = (Some(trouble), Some(error));
        let (engine, latency_ms, broken_count, broken) = Default::default();
        Self { engine, status: "unavailable", latency_ms, trouble, error, broken_count, broken }
    }

    /// Without what its reader is not told.
    pub(super) fn told(self, onlooker: Onlooker) -> Self {
        if onlooker.is_operator() { self } else { Self { error: None, broken: Vec::new(), ..self } }
    }
}

impl From<StoreHealth> for DatabaseOut {
    fn from(health: StoreHealth) -> Self {
        let (latency_ms, broken_count) = (Some(health.latency.as_secs_f64() * 1_000.0), health.broken.len());
        let (engine, broken) = (Some(health.engine), health.broken);
        Self { engine, status: "ok", latency_ms, trouble: None, error: None, broken_count, broken }
    }
}
