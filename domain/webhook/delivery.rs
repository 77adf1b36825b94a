//! One delivery: what is told, how often it was tried, and what follows from each answer.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{TurnedOff, Webhook, WebhookFormat, WebhookId};
use crate::clock::Timestamp;

/// The pauses before the second try and those after it, in seconds: 3 days in all.
const PAUSES: [u64; 15] =
    [5, 30, 120, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800, 43_200, 43_200, 43_200, 43_200];

/// The longest that a receiver is obeyed who asks to be left alone.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(12);

/// Something that is told to one receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// What the receiver knows it by, the same in each try.
    pub id: String,
    /// To whom it goes.
    pub webhook: WebhookId,
    /// How it is written.
    pub format: WebhookFormat,
    /// What it tells of, such as `ticket.closed`.
    pub event: String,
    /// What is sent, the same in each try.
    pub body: String,
    /// When it was written down.
    pub created_at: Timestamp,
    /// Where it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
    /// How often it failed since somebody asked for it last.
    pub failures: u32,
    /// When it is tried next, or when it came to its end.
    pub due: Timestamp,
    /// What became of the last try.
    pub last: Option<LastTry>,
}

/// Where a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its next try.
    Pending,
    /// The receiver has it.
    Delivered,
    /// It was given up.
    Failed,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastTry {
    /// When it ended.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// What the receiver answered, where it did.
    pub status: Option<u16>,
    /// What went wrong otherwise.
    pub error: Option<String>,
}

/// What came back from a receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How long it took.
    pub took: Duration,
    /// The answer's status, or why there was none.
    pub status: Result<u16, String>,
    /// How long the receiver wants to be left alone.
    pub retry_after: Option<Duration>,
}

/// What follows for the webhook as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// It was reached.
    Reached,
    /// It was not, and wants to be left alone for so long, if for any time.
    Missed(Option<Duration>),
    /// It is turned off.
    TurnedOff(TurnedOff),
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

    /// The state's name, as it is stored and told.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl Delivery {
    /// One that waits for its first try.
    pub fn new(webhook: &Webhook, id: String, event: &str, body: String, now: Timestamp) -> Self {
        let (event, state, last) = (event.to_owned(), DeliveryState::Pending, None);
        let (format, webhook) = (webhook.format, webhook.id.clone());
        Self { id, webhook, format, event, body, created_at: now, state, tries: 0, failures: 0, due: now, last }
    }

    /// Notes what became of a try, and when the next one is; what follows for the webhook.
    pub fn tried(&mut self, answer: Answer, now: Timestamp) -> Follows {
        let Answer { took, status, retry_after } = answer;
        let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let (code, error) = (status.as_ref().ok().copied(), status.err());
        self.last = Some(LastTry { at: now, took_ms, status: code, error });
        (self.tries, self.due) = (self.tries.saturating_add(1), now);
        if code.is_some_and(|code| (200..300).contains(&code)) {
            self.state = DeliveryState::Delivered;
            return Follows::Reached;
        }
        if code.is_some_and(|code| is_gone(code, self.format)) {
            self.state = DeliveryState::Failed;
            return Follows::TurnedOff(TurnedOff::Gone);
        }
        let rest = retry_after.filter(|_| matches!(code, Some(429 | 503))).map(|rest| rest.min(LONGEST_RETRY_AFTER));
        match self.pause() {
            Some(pause) => self.due = now.plus(pause.max(rest.unwrap_or_default())),
            None => self.state = DeliveryState::Failed,
        }
        self.failures = self.failures.saturating_add(1);
        Follows::Missed(rest)
    }

    /// Is sent again, with all patience.
    pub fn again(&mut self, now: Timestamp) {
        (self.state, self.failures, self.due) = (DeliveryState::Pending, 0, now);
    }

    /// The pause after the failure that comes next: a tenth more or less, so that those that failed together do not come back
    /// together. None after the last.
    fn pause(&self) -> Option<Duration> {
        let seconds = PAUSES.get(usize::try_from(self.failures).unwrap_or(usize::MAX))?;
        let mut hasher = DefaultHasher::new();
        (&self.id, &self.webhook, self.tries).hash(&mut hasher);
        let permille = u32::try_from(hasher.finish() % 200).unwrap_or_default() + 900;
        Some(Duration::from_secs(*seconds) * permille / 1000)
    }
}

/// Whether an answer says that there never will be a receiver again. Discord says so of its webhooks by other codes, and counts
/// those who ask all the same.
const fn is_gone(status: u16, format: WebhookFormat) -> bool {
    match format {
        WebhookFormat::Standard => status == 410,
        WebhookFormat::Discord => matches!(status, 401 | 403 | 404 | 410),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Confidential, NewWebhook, WebhookOwner, WebhookTarget};
    use super::*;
    use crate::ids::BotId;

    const HOUR: Duration = Duration::from_hours(1);

    fn delivery(format: WebhookFormat) -> Delivery {
        let target = WebhookTarget { url: Confidential::from(String::new()), origin: String::new() };
        let (id, secret) = (WebhookId::new("00000000deadbeef").unwrap(), Confidential::from(String::new()));
        let new = NewWebhook { id, target, secret, format, description: String::new(), events: Vec::new() };
        let owner = WebhookOwner { bot: BotId::new(1), guild: None };
        let webhook = Webhook::new(owner, new, "de", Timestamp::default()).unwrap();
        Delivery::new(&webhook, "msg_1".into(), "ticket.closed", "{}".into(), Timestamp::default())
    }

    fn answer(status: u16, retry_after: Option<Duration>) -> Answer {
        Answer { took: Duration::from_millis(7), status: Ok(status), retry_after }
    }

    #[test]
    fn it_is_tried_for_three_days_and_then_given_up() {
        let (mut delivery, mut now) = (delivery(WebhookFormat::Standard), Timestamp::default());
        while delivery.state == DeliveryState::Pending {
            now = delivery.due;
            let follows = delivery.tried(answer(500, None), now);
            assert_eq!(follows, Follows::Missed(None));
        }
        let took = now.since(Timestamp::default());
        assert!(took > HOUR * 64 && took < HOUR * 80, "{took:?}");
        assert_eq!((delivery.tries, delivery.state), (16, DeliveryState::Failed));
        delivery.again(now);
        assert_eq!((delivery.state, delivery.due, delivery.failures), (DeliveryState::Pending, now, 0));
    }

    #[test]
    fn a_receiver_that_asks_for_time_gets_it_within_bounds() {
        for (asked, waits) in [(HOUR, HOUR), (HOUR * 1000, LONGEST_RETRY_AFTER)] {
            let mut delivery = delivery(WebhookFormat::Standard);
            let follows = delivery.tried(answer(429, Some(asked)), Timestamp::default());
            assert_eq!(follows, Follows::Missed(Some(waits)));
            assert_eq!(delivery.due, Timestamp::default().plus(waits));
        }
    }

    #[test]
    fn what_is_gone_is_turned_off_and_a_redirect_is_a_failure() {
        let gone = Follows::TurnedOff(TurnedOff::Gone);
        let tried = |status, format| delivery(format).tried(answer(status, None), Timestamp::default());
        assert_eq!(tried(410, WebhookFormat::Standard), gone);
        assert_eq!(tried(404, WebhookFormat::Standard), Follows::Missed(None));
        assert_eq!(tried(404, WebhookFormat::Discord), gone);
        assert_eq!(tried(302, WebhookFormat::Standard), Follows::Missed(None));
        assert_eq!(tried(204, WebhookFormat::Discord), Follows::Reached);
    }
}
