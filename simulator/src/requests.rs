//! What bots asked of the REST API, for tests to count and look at.
use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{Millis, world::ApplicationId};

/// How many requests are remembered.
const KEPT: usize = 200_000;

/// One request and its answer's status.
#[derive(Debug, Clone)]
pub struct Requested {
    /// `GET`, `POST`, ...
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// The bot whose token came with it, if it was valid.
    pub bot: Option<ApplicationId>,
    /// The answer's status; 0 if the connection was cut instead.
    pub status: u16,
    /// When the answer was ready, by the simulator's clock.
    pub at: Millis,
    /// The JSON body (of multipart: `payload_json`), if it was at most 8 KiB.
    pub body: Option<String>,
    /// `X-Audit-Log-Reason`, decoded.
    pub reason: Option<String>,
}

/// The latest requests, oldest first.
#[derive(Debug, Default)]
pub struct Requests {
    latest: Mutex<VecDeque<Requested>>,
    total: AtomicU64,
}

impl Requests {
    /// Remembers a request, and forgets the oldest if there are too many.
    pub fn record(&self, requested: Requested) {
        self.total.fetch_add(1, Ordering::Relaxed);
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.len() == KEPT {
            latest.pop_front();
        }
        latest.push_back(requested);
    }

    /// All that are remembered, oldest first.
    pub fn list(&self) -> Vec<Requested> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// How many of the remembered ones fulfil a condition.
    pub fn count(&self, mut condition: impl FnMut(&Requested) -> bool) -> usize {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.iter().filter(|requested| condition(requested)).count()
    }

    /// How many there ever were.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }
}
