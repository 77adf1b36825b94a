//! The system's clock: the one place that reads it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tickit_domain::clock::{Clock, Timestamp};

/// Tells the time of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn now(&self) -> Timestamp {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Timestamp::from_millis(0).plus(since_1970)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_after_this_was_written() {
        assert!(SystemClock.now() > Timestamp::parse_rfc3339("2025-01-01T00:00:00Z").unwrap());
    }
}
