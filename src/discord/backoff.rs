//! How long to wait before something is tried again: exponential, with full jitter, so that what failed together does
//! not come back together.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

/// Waits that double from the shortest to the longest, each drawn anew from nothing up to its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The bound of the first wait.
    pub shortest: Duration,
    /// The bound that no wait exceeds.
    pub longest: Duration,
}

impl Backoff {
    /// The bound of the wait before try number `attempt`, which counts from 0.
    pub fn bound(self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.min(31)).unwrap_or(u32::MAX);
        self.shortest.saturating_mul(doubled).min(self.longest)
    }
}

/// The source of jitter, seeded from outside so that a run can be repeated.
#[derive(Debug)]
pub struct Jitter(Mutex<SmallRng>);

impl Jitter {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(SmallRng::seed_from_u64(seed)))
    }

    /// Anything from nothing to `bound`.
    pub fn up_to(&self, bound: Duration) -> Duration {
        let mut random = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bound.mul_f64(random.random_range(0.0..=1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let backoff = Backoff { shortest: Duration::from_secs(1), longest: Duration::from_mins(1) };
        let bounds: Vec<u64> = [0, 1, 2, 5, 6, 31, 32, u32::MAX].map(|n| backoff.bound(n).as_secs()).into();
        assert_eq!(bounds, [1, 2, 4, 32, 60, 60, 60, 60]);
    }

    #[test]
    fn jitter_fills_its_range() {
        let jitter = Jitter::new(7);
        let waits: Vec<_> = (0..1000).map(|_| jitter.up_to(Duration::from_secs(1))).collect();
        assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(1)));
        assert!(waits.iter().any(|wait| *wait < Duration::from_millis(50)));
        assert!(waits.iter().any(|wait| *wait > Duration::from_millis(950)));
    }
}
