//! What came of some days.

use std::collections::BTreeMap;

use super::figures::{Figures, Given, Round};
use super::period::Period;
use crate::ids::UserId;
use crate::priority::Priority;
use crate::settings::TypeId;

/// How tickets did in some days. Durations are in milliseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted {
    /// Each of the days.
    pub days: Vec<DayCount>,
    /// How many were opened by weekday, from Monday, and hour.
    pub hours: [[u32; 24]; 7],
    /// How many were opened, by type.
    pub types: BTreeMap<TypeId, u32>,
    /// The same by how urgent they are.
    pub priorities: BTreeMap<Priority, u32>,
    /// The same by each label that they have, by its key: how it is written by one of those who did, and how many.
    pub labels: BTreeMap<String, (String, u32)>,
    /// What each of staff did.
    pub staff: BTreeMap<UserId, StaffCount>,
    /// How often one to five stars were given.
    pub stars: Stars,
    /// What changes from day to day in how many are open.
    turns: Vec<i64>,
}

/// What came and went on a day, or in a week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayCount {
    /// How many tickets were opened.
    pub opened: u32,
    /// How many were opened again.
    pub reopened: u32,
    /// How many were closed.
    pub closed: u32,
    /// How many were open at its end.
    pub open: u32,
    /// How long those who came then waited for staff.
    pub first_responses: Vec<u64>,
    /// How long those were open that were closed then.
    pub resolutions: Vec<u64>,
}

/// What one of staff did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffCount {
    /// How many tickets were closed that they had.
    pub closed: u32,
    /// How long those were open.
    pub resolutions: Vec<u64>,
    /// What members gave these.
    pub stars: Stars,
}

/// How often one to five stars were given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stars(pub [u32; 5]);

impl Counted {
    /// Nothing, in these days.
    pub(super) fn none(period: &Period) -> Self {
        let days = usize::from(period.len());
        Self { days: vec![DayCount::default(); days], turns: vec![0; days], ..Self::default() }
    }

    /// Counts a ticket, which is counted once.
    pub(super) fn count(&mut self, figures: &Figures, period: &Period) {
        self.count_opening(figures, period);
        for (index, round) in figures.rounds.iter().enumerate() {
            self.count_round(round, index > 0, period);
        }
        for given in &figures.ratings {
            self.count_stars(given, figures.staff_in(given.round), period);
        }
    }

    fn count_opening(&mut self, figures: &Figures, period: &Period) {
        let opened = figures.opened();
        let Some(moment) = period.moment(opened) else { return };
        if let Some(hour) = self.hours.get_mut(moment.weekday).and_then(|hours| hours.get_mut(moment.hour)) {
            *hour += 1;
        }
        *self.types.entry(figures.kind).or_default() += 1;
        *self.priorities.entry(figures.priority).or_default() += 1;
        for label in &figures.labels {
            let (written, count) = self.labels.entry(label.key()).or_insert_with(|| (label.to_string(), 0));
            *count += 1;
            *written = std::mem::take(written).min(label.to_string());
        }
        if let Some(day) = self.days.get_mut(moment.day) {
            day.opened += 1;
            day.first_responses.extend(figures.answered.map(|answered| answered.abs_diff(opened.min(answered))));
        }
    }

    fn count_round(&mut self, round: &Round, is_again: bool, period: &Period) {
        let began = period.moment(round.from);
        if let Some(day) = began.filter(|_| is_again).and_then(|began| self.days.get_mut(began.day)) {
            day.reopened += 1;
        }
        self.turn(round.from, period, 1);
        let Some(until) = round.until else { return };
        self.turn(until, period, -1);
        let Some(ended) = period.moment(until) else { return };
        let lasted = until.abs_diff(round.from.min(until));
        if let Some(day) = self.days.get_mut(ended.day) {
            day.closed += 1;
            day.resolutions.push(lasted);
        }
        if let Some(staff) = round.staff {
            let staff = self.staff.entry(staff).or_default();
            staff.closed += 1;
            staff.resolutions.push(lasted);
        }
    }

    /// From this moment on so many more are open. What was before the first day holds at its end.
    fn turn(&mut self, millis: i64, period: &Period, by: i64) {
        let day = if period.begins_after(millis) { Some(0) } else { period.moment(millis).map(|moment| moment.day) };
        if let Some(turn) = day.and_then(|day| self.turns.get_mut(day)) {
            *turn += by;
        }
    }

    fn count_stars(&mut self, given: &Given, staff: Option<UserId>, period: &Period) {
        if period.moment(given.at).is_none() {
            return;
        }
        self.stars.add(given.stars);
        if let Some(staff) = staff {
            self.staff.entry(staff).or_default().stars.add(given.stars);
        }
    }

    /// Says how many were open at the end of each day, once all are counted.
    pub(super) fn finish(&mut self) {
        let mut open = 0;
        for (day, turn) in self.days.iter_mut().zip(&self.turns) {
            open += turn;
            day.open = u32::try_from(open).unwrap_or_default();
        }
    }

    /// All days together.
    pub fn total(&self) -> DayCount {
        self.days.iter().fold(DayCount::default(), DayCount::and)
    }

    /// Its weeks, each with its Monday.
    pub fn weeks(&self, period: &Period) -> Vec<(String, DayCount)> {
        let mut weeks: Vec<(String, DayCount)> = Vec::new();
        for (monday, day) in period.mondays().zip(&self.days) {
            match weeks.last_mut().filter(|(known, _)| *known == monday) {
                Some((_, week)) => *week = std::mem::take(week).and(day),
                None => weeks.push((monday, day.clone())),
            }
        }
        weeks
    }
}

impl DayCount {
    /// This and what came after it.
    fn and(mut self, next: &Self) -> Self {
        self.opened += next.opened;
        self.reopened += next.reopened;
        self.closed += next.closed;
        self.open = next.open;
        self.first_responses.extend(&next.first_responses);
        self.resolutions.extend(&next.resolutions);
        self
    }

    /// How many of a hundred that were closed were opened again; none where none was closed.
    pub fn reopen_rate(&self) -> Option<f64> {
        (self.closed > 0).then(|| f64::from(self.reopened) * 100.0 / f64::from(self.closed))
    }
}

impl Stars {
    fn add(&mut self, stars: u8) {
        if let Some(count) = usize::from(stars).checked_sub(1).and_then(|index| self.0.get_mut(index)) {
            *count += 1;
        }
    }

    /// How often any were given.
    pub fn count(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Their mean; none where none were given.
    pub fn mean(&self) -> Option<f64> {
        let sum: u32 = (1..).zip(self.0).map(|(stars, count): (u32, u32)| stars * count).sum();
        (self.count() > 0).then(|| f64::from(sum) / f64::from(self.count()))
    }
}

/// The middle one, as people feel it: half of them were faster. `None` of none.
pub fn median(of: &[u64]) -> Option<u64> {
    percentile(of, 50)
}

/// So many of a hundred were faster than this one; the slowest where that is none of them. `None` of none.
pub fn percentile(of: &[u64], percent: usize) -> Option<u64> {
    let mut sorted = of.to_vec();
    let index = (sorted.len() * percent / 100).min(sorted.len().checked_sub(1)?);
    let (_, found, _) = sorted.select_nth_unstable(index);
    Some(*found)
}
