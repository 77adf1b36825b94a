//! How long a job that failed waits for its next attempt, and when it is given up.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

/// How often a job is begun before it is given up: with the pauses below, some two days. So long may Discord or a
/// database be away, or a bot be without a token that is valid.
pub(super) const MOST_ATTEMPTS: u32 = 100;

/// The pause after a first attempt; each is twice the one before.
const SHORTEST: Duration = Duration::from_millis(200);

/// The longest pause.
const LONGEST: Duration = Duration::from_mins(30);

/// The pause after the attempt of this number at a job: a fifth more or less for each job, so that those that failed
/// together do not come back together, and never less than what was asked for.
pub(super) fn after(attempt: u32, job: &str, at_least: Duration) -> Duration {
    let doublings = attempt.saturating_sub(1).min(20);
    let pause = (SHORTEST * (1 << doublings)).min(LONGEST);
    let mut hasher = DefaultHasher::new();
    (job, attempt).hash(&mut hasher);
    let permille = u32::try_from(hasher.finish() % 400).unwrap_or_default() + 800;
    (pause * permille / 1000).max(at_least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pauses_are_short_and_all_of_them_last_for_days() {
        let after = |attempt| after(attempt, "job:save_outcome:1", Duration::from_millis(1));
        assert!(after(1) < Duration::from_millis(300));
        let all: Duration = (1..MOST_ATTEMPTS).map(after).sum();
        assert!(all > Duration::from_hours(36), "given up after {all:?}");
        assert!(after(u32::MAX) <= LONGEST * 12 / 10);
        assert_eq!(super::after(1, "job:save_outcome:1", Duration::from_secs(7)), Duration::from_secs(7));
    }
}
