//! Which period is chosen.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::statistics::Period;
use tickit_domain::zone::WallClock;

use crate::http::pages::frame::Frame;

/// The periods that can be chosen at once, in days until today.
const SPANS: [u16; 4] = [7, 30, 90, 365];
const USUAL: u16 = 30;

/// What a form sends of a period: so many days until today, or from one date to another.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct Chosen {
    days: String,
    pub(super) from: String,
    pub(super) until: String,
}

/// A period that can be chosen at once.
pub(super) struct Span {
    pub(super) address: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
}

impl Chosen {
    /// The period; none where it is no period.
    pub(super) fn period(&self, now: Timestamp, clock: &WallClock) -> Option<Period> {
        if self.has_dates() {
            return Period::between(self.from.trim(), self.until.trim(), clock);
        }
        Some(Period::until_today(now, self.days()?, clock))
    }

    fn has_dates(&self) -> bool {
        !self.from.trim().is_empty() || !self.until.trim().is_empty()
    }

    fn days(&self) -> Option<u16> {
        if self.days.is_empty() { Some(USUAL) } else { SPANS.into_iter().find(|days| days.to_string() == self.days) }
    }

    /// The same period behind a question mark.
    pub(super) fn query(&self) -> String {
        let fields = [("days", &self.days), ("from", &self.from), ("until", &self.until)];
        let chosen = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let chosen = chosen.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        chosen.collect::<Vec<_>>().join("&")
    }

    /// Those that can be chosen at once.
    pub(super) fn spans(&self, frame: &Frame, address: &str) -> Vec<Span> {
        let span = |days: u16| Span {
            address: format!("{address}?days={days}"),
            text: frame.fill("page-analytics-days", &[("count", days.into())]),
            is_chosen: !self.has_dates() && self.days() == Some(days),
        };
        SPANS.map(span).into()
    }
}
