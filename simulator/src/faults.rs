//! Faults on demand.
use std::time::Duration;

use crate::{Shared, rest::RequestInfo};

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this status and an empty error, without being applied.
    Status(u16),
    /// Applied after this long.
    Delay(Duration),
    /// The connection is dropped before the request is applied.
    CutBefore,
    /// The connection is dropped after the request was applied, before the answer.
    CutAfter,
    /// Answered with 429, without being applied.
    RateLimited {
        /// `user`, `global` or `shared`.
        scope: &'static str,
        /// Told to the bot in body and header.
        retry_after: Duration,
    },
    /// Answered with 403 and code 50013, without being applied.
    Forbidden,
}

/// The faults that are planned.
#[derive(Debug, Default)]
pub struct Faults;

/// What shall go wrong with this request, if anything.
pub fn decide(_shared: &Shared, _request: &RequestInfo) -> Option<Fault> {
    None
}
