//! How the database is doing: asked seldom, and told in a word to strangers.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use serde::Serialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{StoreError, StoreHealth, StoreResult};
use tokio::sync::Mutex;
use utoipa::ToSchema;

use crate::http::access::Onlooker;
use crate::http::state::HttpState;

/// How long the database has to answer.
const DEADLINE: Duration = Duration::from_millis(1_500);
/// How long its answer is good for, so that nobody can keep it busy through this route.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// What health asks of the databases.
#[async_trait]
pub trait Database: Send + Sync + Debug {
    /// A round trip that also shows that writes can be made.
    async fn health(&self) -> StoreResult<StoreHealth>;
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct DatabaseOut {
    engine: Option<String>,
    status: &'static str,
    latency_ms: Option<f64>,
    /// `no_answer`, `unavailable`, `denied`, `corrupt`, `newer` or `failed`, where it does not answer.
    trouble: Option<&'static str>,
    /// What it said, for the operator.
    error: Option<String>,
    /// How many databases were found broken of late; others go on.
    broken_count: usize,
    /// Which, and why, for the operator.
    broken: Vec<String>,
}

/// Asks the database, one request at a time and once a second at most.
#[derive(Debug, Default)]
pub(in crate::http) struct DatabaseProbe {
    last: Mutex<Option<(Timestamp, DatabaseOut)>>,
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
        *last = Some((ports.clock.now(), answer.clone()));
        answer
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

    /// `ok` or `unavailable`.
    pub(super) const fn status(&self) -> &'static str {
        self.status
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
