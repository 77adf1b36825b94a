//! What time it is at Discord, whatever this machine's clock says: ids carry Discord's time, and so does each answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tickit_domain::clock::{Clock, Timestamp};

/// Discord's clock as its answers told it, never ahead of it: answers name whole seconds, and take a while to arrive.
#[derive(Debug)]
pub struct DiscordTime {
    clock: Arc<dyn Clock>,
    /// Milliseconds that Discord is ahead of this machine.
    ahead: AtomicI64,
}

/// No answer came yet.
const UNKNOWN: i64 = i64::MIN;

impl DiscordTime {
    /// Nothing is known yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ahead: AtomicI64::new(UNKNOWN) }
    }

    /// An answer named this time.
    pub fn told(&self, date: Timestamp) {
        self.ahead.store(date.as_millis().saturating_sub(self.clock.now().as_millis()), Ordering::Relaxed);
    }

    /// What time it is there, or a little less; `None` where no answer came yet.
    pub fn now(&self) -> Option<Timestamp> {
        let ahead = Some(self.ahead.load(Ordering::Relaxed)).filter(|ahead| *ahead != UNKNOWN)?;
        Some(Timestamp::from_millis(self.clock.now().as_millis().saturating_add(ahead)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clock that is wrong.
    #[derive(Debug)]
    struct Fast;

    impl Clock for Fast {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(1_800_000_040_000)
        }
    }

    #[test]
    fn a_clock_that_is_forty_seconds_off_does_not_matter() {
        let time = DiscordTime::new(Arc::new(Fast));
        assert_eq!(time.now(), None);
        time.told(Timestamp::from_millis(1_800_000_000_000));
        assert_eq!(time.now(), Some(Timestamp::from_millis(1_800_000_000_000)));
    }
}
