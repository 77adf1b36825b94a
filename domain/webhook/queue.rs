//! The deliveries of one webhook as a whole: whose turn it is to send them, and how its receiver has been doing.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{TurnedOff, WebhookId, WebhookOwner};
use crate::clock::Timestamp;

/// After so many failures in a row a receiver is left alone for a while, whatever waits for it.
const PATIENCE: u32 = 20;

/// How long at first; twice as long after each failure more …
const FIRST_REST: Duration = Duration::from_secs(15);

/// … and no longer.
const LONGEST_REST: Duration = Duration::from_mins(15);

/// A receiver that nothing reached for so long is told nothing any more.
const GIVEN_UP_AFTER: Duration = Duration::from_hours(3 * 24);

/// The queue of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookQueue {
    /// The webhook.
    pub webhook: WebhookId,
    /// Whose that is, which is where its record stands.
    pub owner: WebhookOwner,
    /// Where it is.
    pub state: QueueState,
    /// Who sends its deliveries; empty while nobody does.
    pub worker: String,
    /// When it is somebody's turn: to begin, or to take it from a worker who was not heard of.
    pub due: Timestamp,
    /// One more each time that there is something new in it.
    pub asked: u32,
    /// How often in a row it failed to reach its receiver.
    pub failures: u32,
    /// Since when nothing reached it.
    pub failing_since: Option<Timestamp>,
    /// Until when it is left alone.
    pub rests_until: Option<Timestamp>,
}

/// Where a queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueState {
    /// Nothing waits in it.
    Idle,
    /// Something does, until it is due.
    Ready,
    /// A worker has it until it is due again.
    Running,
}

impl QueueState {
    /// The state's name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Ready => "ready",
            Self::Running => "running",
        }
    }

    /// The state of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Idle, Self::Ready, Self::Running].into_iter().find(|state| state.name() == name)
    }
}

impl WebhookQueue {
    /// An empty one.
    pub fn new(webhook: WebhookId, owner: WebhookOwner, now: Timestamp) -> Self {
        let (state, worker) = (QueueState::Idle, String::new());
        let (failing_since, rests_until) = (None, None);
        Self { webhook, owner, state, worker, due: now, asked: 0, failures: 0, failing_since, rests_until }
    }

    /// Notes that something reached the receiver.
    pub const fn succeeded(&mut self) {
        (self.failures, self.failing_since, self.rests_until) = (0, None, None);
    }

    /// Notes that something did not, and for how long the receiver wants to be left alone, if for any time; why the webhook
    /// is to be turned off, where that went on for too long.
    pub fn failed(&mut self, rest: Option<Duration>, now: Timestamp) -> Option<TurnedOff> {
        self.failures = self.failures.saturating_add(1);
        self.rests_until = rest.max(self.rest()).map(|rest| now.plus(rest)).max(self.rests_until);
        let since = *self.failing_since.get_or_insert(now);
        (now.since(since) >= GIVEN_UP_AFTER).then_some(TurnedOff::Failing)
    }

    /// The first moment from `wanted` on at which it is not left alone.
    pub fn after_rest(&self, wanted: Timestamp) -> Timestamp {
        self.rests_until.map_or(wanted, |until| until.max(wanted))
    }

    /// How long it is left alone after so many failures.
    fn rest(&self) -> Option<Duration> {
        let over = self.failures.checked_sub(PATIENCE)?;
        Some((FIRST_REST * (1 << over.min(10))).min(LONGEST_REST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::BotId;

    fn queue() -> WebhookQueue {
        let owner = WebhookOwner { bot: BotId::new(1), guild: None };
        WebhookQueue::new(WebhookId::new("00000000deadbeef").unwrap(), owner, Timestamp::default())
    }

    #[test]
    fn a_receiver_that_is_away_is_left_alone_longer_and_longer_until_something_reaches_it() {
        let (mut queue, now) = (queue(), Timestamp::default());
        let rests: Vec<_> = (0..40).map(|_| (queue.failed(None, now), queue.rests_until).1).collect();
        assert!(rests[..19].iter().all(Option::is_none));
        assert_eq!(rests[19..22], [15, 30, 60].map(|seconds| Some(now.plus(Duration::from_secs(seconds)))));
        assert_eq!(queue.after_rest(now), now.plus(LONGEST_REST));
        queue.succeeded();
        assert_eq!(queue.after_rest(now), now);
    }

    #[test]
    fn a_receiver_that_asks_to_be_left_alone_is() {
        let (mut queue, now) = (queue(), Timestamp::default());
        queue.failed(Some(Duration::from_hours(2)), now);
        queue.failed(None, now);
        assert_eq!(queue.after_rest(now), now.plus(Duration::from_hours(2)));
    }

    #[test]
    fn a_webhook_is_turned_off_after_three_days_without_one_success() {
        let (mut queue, hours) = (queue(), |hours: u64| Timestamp::default().plus(Duration::from_hours(hours)));
        assert_eq!(queue.failed(None, hours(0)), None);
        assert_eq!(queue.failed(None, hours(71)), None);
        assert_eq!(queue.failed(None, hours(72)), Some(TurnedOff::Failing));
        queue.succeeded();
        assert_eq!(queue.failed(None, hours(200)), None);
    }
}
