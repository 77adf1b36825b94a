//! What the gateway counts, for the metrics.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the process began.
#[derive(Debug, Default)]
pub struct Counters {
    /// Events that were handed on.
    pub events: Count,
    /// Events other than interactions that found no room in time.
    pub events_dropped: Count,
    /// Interactions that found no room in time.
    pub interactions_dropped: Count,
    /// IDENTIFYs that were sent.
    pub identifies: Count,
    /// RESUMEs that were sent.
    pub resumes: Count,
    /// Connections that ended other than by a stop.
    pub disconnects: Count,
    /// Sessions that panicked and were begun again.
    pub panics: Count,
}

/// One count.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// One more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How many there were.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
