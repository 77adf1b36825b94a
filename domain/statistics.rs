//! How a guild's desk is doing: what came, what was done, how soon, and what members said of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::ids::UserId;
use crate::priority::Priority;
use crate::ticket::{Ticket, TicketState};

/// A day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Of tickets that were opened or closed in some days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statistics {
    /// What came and went each day, by the number of the day since 1970 by the clock of whoever asks.
    pub days: BTreeMap<i64, DayCount>,
    /// How many were opened, by the name of their type.
    pub types: BTreeMap<String, u32>,
    /// The same by how urgent they are.
    pub priorities: BTreeMap<Priority, u32>,
    /// How many of those that were closed each of staff had.
    pub staff: BTreeMap<UserId, u32>,
    /// How long each member waited for staff.
    pub first_responses: Vec<Duration>,
    /// How long each ticket took.
    pub resolutions: Vec<Duration>,
    /// How many stars were given.
    pub stars: Vec<u8>,
}

/// What came and went on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCount {
    /// How many tickets were opened.
    pub opened: u32,
    /// How many were closed.
    pub closed: u32,
}

/// Some days, by the numbers that they have since 1970 by a clock that is ahead of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    days: Range<i64>,
    /// In milliseconds.
    ahead: i64,
}

impl Period {
    /// So many days, of which today is the last by a clock that is so many minutes ahead of UTC.
    pub fn until_today(now: Timestamp, days: u16, minutes_ahead: i32) -> Self {
        let ahead = i64::from(minutes_ahead) * 60_000;
        let end = (now.as_millis() + ahead).div_euclid(DAY) + 1;
        Self { days: end - i64::from(days)..end, ahead }
    }

    /// Its days, the first first, each with its date, such as `2026-11-27`.
    pub fn dates(&self) -> impl Iterator<Item = (i64, String)> {
        let date = |day: i64| Timestamp::from_millis(day * DAY).to_rfc3339().chars().take(10).collect();
        self.days.clone().map(move |day| (day, date(day)))
    }

    /// The day of a moment, as long as it is one of these.
    fn day(&self, at: Timestamp) -> Option<i64> {
        let day = (at.as_millis() + self.ahead).div_euclid(DAY);
        self.days.contains(&day).then_some(day)
    }
}

impl Statistics {
    /// Counts a ticket, each once.
    pub fn count(&mut self, ticket: &Ticket, period: &Period) {
        if let Some(day) = period.day(ticket.opened_at) {
            self.days.entry(day).or_default().opened += 1;
            *self.types.entry(ticket.type_name.clone()).or_default() += 1;
            *self.priorities.entry(ticket.priority).or_default() += 1;
            self.first_responses.extend(ticket.first_response_at.map(|at| at.since(ticket.opened_at)));
        }
        let closing = ticket.closing.as_deref().filter(|_| ticket.state == TicketState::Closed);
        let Some((closing, day)) = closing.and_then(|closing| Some((closing, period.day(closing.at)?))) else { return };
        self.days.entry(day).or_default().closed += 1;
        self.resolutions.push(closing.at.since(ticket.opened_at));
        self.stars.extend(ticket.rating().map(|rating| rating.stars.get()));
        if let Some(user) = ticket.claimed_by {
            *self.staff.entry(user).or_default() += 1;
        }
    }
}

/// The middle one, as people feel it: half of them were faster. `None` of none.
pub fn median(of: &[Duration]) -> Option<Duration> {
    let mut sorted = of.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}
