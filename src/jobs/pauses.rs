//! How long a job that failed waits for its next attempt.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use tickit_domain::job::Policy;

/// The pause after the failure of this number: a fifth more or less for each job, so that those that failed together do
/// not come back together, and never less than what was asked for.
pub(super) fn after(policy: &Policy, failure: u32, job: &str, at_least: Duration) -> Duration {
    let doublings = failure.saturating_sub(1).min(20);
    let pause = (policy.first_pause * (1 << doublings)).min(policy.longest_pause);
    let mut hasher = DefaultHasher::new();
    (job, failure).hash(&mut hasher);
    let permille = u32::try_from(hasher.finish() % 400).unwrap_or_default() + 800;
    (pause * permille / 1000).max(at_least)
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::{ChannelId, TicketId};
    use tickit_domain::job::Work;
    use tickit_domain::panel::NewPanel;

    use super::*;

    #[test]
    fn the_first_pauses_are_short_and_all_of_them_last_for_days() {
        let policy = Work::Sync { ticket: TicketId::new(1) }.policy();
        let after = |failure| after(&policy, failure, "job:sync:1", Duration::from_millis(1));
        assert!(after(1) < Duration::from_millis(300));
        let all: Duration = (1..policy.failures).map(after).sum();
        assert!(all > Duration::from_hours(36), "given up after {all:?}");
        assert!(after(u32::MAX) <= policy.longest_pause * 12 / 10);
        assert_eq!(super::after(&policy, 1, "job:sync:1", Duration::from_secs(7)), Duration::from_secs(7));
    }

    #[test]
    fn a_panel_is_given_up_while_whoever_asked_for_it_can_be_told() {
        let panel = NewPanel { channel: ChannelId::new(1), title: String::new(), text: String::new(), panel: None };
        let policy = Work::SendPanel(panel).policy();
        let all: Duration = (1..policy.failures).map(|failure| after(&policy, failure, "job", Duration::ZERO)).sum();
        assert!(all > Duration::from_mins(8) && all < Duration::from_mins(14), "given up after {all:?}");
    }
}
