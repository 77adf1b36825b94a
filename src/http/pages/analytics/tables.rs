//! The tables of a period.

use std::cmp::Reverse;

use tickit_domain::settings::Settings;
use tickit_domain::statistics::{DayCount, Statistics, median, percentile};

use super::table::{Cell, Row, Table};
use crate::http::pages::frame::Frame;
use crate::http::pages::in_place::InPlace;

/// Longer periods are drawn by week.
const MOST_DAYS_DRAWN: usize = 92;

/// So many of each group are shown, those with most.
const MOST_ROWS: usize = 50;

/// What came and went, and how soon: by day, or by week where the period is long.
pub(super) fn trends(frame: &Frame, counted: &Statistics) -> Vec<Table> {
    let days = days(counted);
    let lasting = |of: &[u64], percent: usize| Cell::lasting(frame, percentile(of, percent));
    let flow = |day: &DayCount| [day.opened, day.closed, day.open].map(Cell::count).into();
    let answers = |day: &DayCount| [50, 90].map(|percent| lasting(&day.first_responses, percent)).into();
    let closings = |day: &DayCount| [50, 90].map(|percent| lasting(&day.resolutions, percent)).into();
    let rows = |cells: &dyn Fn(&DayCount) -> Vec<Cell>| {
        days.iter().map(|(day, count)| Row { name: day.clone(), cells: cells(count) }).collect()
    };
    let first = if is_by_week(counted) { "week" } else { "day" };
    let headers = |keys: &[&str]| keys.iter().map(|key| frame.say(&format!("page-analytics-{key}"))).collect();
    vec![
        table(frame, "flow", "count", headers(&[first, "opened", "closed", "open"]), rows(&flow)),
        table(frame, "answers", "duration", headers(&[first, "first-median", "first-p90"]), rows(&answers)),
        table(frame, "closings", "duration", headers(&[first, "whole-median", "whole-p90"]), rows(&closings)),
    ]
}

fn is_by_week(counted: &Statistics) -> bool {
    counted.counted.days.len() > MOST_DAYS_DRAWN
}

/// What is drawn, each with its date.
fn days(counted: &Statistics) -> Vec<(String, DayCount)> {
    if is_by_week(counted) {
        return counted.counted.weeks(&counted.period);
    }
    counted.period.dates().zip(counted.counted.days.iter().cloned()).collect()
}

/// How many were opened by what they are.
pub(super) fn groups(frame: &Frame, counted: &Statistics, settings: &Settings) -> Vec<Table> {
    let counted = &counted.counted;
    let name = |kind| settings.type_of_ticket(kind).map_or_else(|| kind.0.to_string(), |kind| kind.name.clone());
    let types = counted.types.iter().map(|(kind, count)| (name(*kind), *count)).collect();
    let priorities = counted.priorities.iter().rev().map(|(priority, count)| (frame.priority(*priority), *count));
    let labels = counted.labels.values().cloned().collect();
    vec![
        counts(frame, "types", most_first(types)),
        counts(frame, "priorities", priorities.collect()),
        counts(frame, "labels", most_first(labels)),
    ]
}

/// What each of staff did, who closed most first.
pub(super) async fn staff(place: &InPlace, frame: &Frame, counted: &Statistics) -> Table {
    let mut staff: Vec<_> = counted.counted.staff.iter().collect();
    staff.sort_by_key(|(_, staff)| Reverse(staff.closed));
    let mut rows = Vec::new();
    for (user, staff) in staff.into_iter().take(MOST_ROWS) {
        let cells = vec![
            Cell::count(staff.closed),
            Cell::lasting(frame, median(&staff.resolutions)),
            Cell::decimal(staff.stars.mean()),
        ];
        rows.push(Row { name: place.name_of(*user).await, cells });
    }
    let headers = ["member", "closed", "whole-median", "stars"].map(|key| frame.say(&format!("page-analytics-{key}")));
    table(frame, "staff", "", headers.into(), rows)
}

/// How often one to five stars were given.
pub(super) fn stars(frame: &Frame, counted: &Statistics) -> Table {
    let stars = &counted.counted.stars;
    let mut given: Vec<(String, u32)> =
        (1..=5_u32).zip(stars.0).map(|(stars, count)| (stars.to_string(), count)).collect();
    given.reverse();
    given.retain(|_| stars.count() > 0);
    counts(frame, "stars", given)
}

fn counts(frame: &Frame, name: &'static str, counts: Vec<(String, u32)>) -> Table {
    let headers = vec![frame.say(&format!("page-analytics-{name}")), frame.say("page-analytics-tickets")];
    let rows = counts.into_iter().map(|(name, count)| Row { name, cells: vec![Cell::count(count)] });
    table(frame, name, "", headers, rows.collect())
}

fn table(frame: &Frame, name: &'static str, chart: &'static str, headers: Vec<String>, rows: Vec<Row>) -> Table {
    Table { name, title: frame.say(&format!("page-analytics-{name}")), chart, headers, rows }
}

fn most_first(mut counts: Vec<(String, u32)>) -> Vec<(String, u32)> {
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts.truncate(MOST_ROWS);
    counts
}
