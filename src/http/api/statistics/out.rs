//! What is said of how a desk did.

use std::collections::BTreeMap;

use serde::Serialize;
use tickit_domain::settings::Settings;
use tickit_domain::statistics::{Counted, DayCount, Stars, Statistics, median, percentile};
use utoipa::ToSchema;

/// How a desk did.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Statistics)]
pub(in crate::http) struct StatisticsOut {
    opened: u32,
    closed: u32,
    /// How many were opened again.
    reopened: u32,
    /// How many of a hundred that were closed were opened again; none where none was closed.
    reopen_rate: Option<f64>,
    /// Each day, oldest first, those too on which nothing was.
    days: Vec<DayOut>,
    /// The same by week, each by its Monday.
    weeks: Vec<DayOut>,
    /// How many were opened, by weekday, Monday first, and hour.
    hours: Vec<Vec<u32>>,
    /// How many were opened, by type.
    by_type: BTreeMap<String, u32>,
    /// The same by priority.
    by_priority: BTreeMap<&'static str, u32>,
    /// The same by label.
    by_label: BTreeMap<String, u32>,
    /// How many of those that were closed each of staff had, by user id.
    by_staff: BTreeMap<String, u32>,
    /// What each of staff did, who closed most first.
    staff: Vec<StaffOut>,
    /// Half of the members waited no longer for staff, in seconds; none where nobody was answered.
    first_response_seconds: Option<u64>,
    /// Nine of ten waited no longer.
    first_response_p90_seconds: Option<u64>,
    /// Half of the tickets took no longer, in seconds. One that was opened again took its time twice.
    resolution_seconds: Option<u64>,
    /// Nine of ten took no longer.
    resolution_p90_seconds: Option<u64>,
    /// The mean of the stars that were given; none where none were.
    stars: Option<f64>,
    /// How often stars were given.
    ratings: u32,
    /// How often one, two, three, four and five.
    by_stars: Vec<u32>,
    /// How it did in as many days before.
    before: BeforeOut,
    /// What is open now.
    open: OpenOut,
    /// By which clock days begin, unless `ahead` said.
    time_zone: String,
    /// Whether all was counted: right after an update of the service some tickets may be missing for minutes.
    complete: bool,
}

/// A day, or a week.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatisticsDay)]
struct DayOut {
    /// Such as `2026-11-27`.
    day: String,
    opened: u32,
    reopened: u32,
    closed: u32,
    /// How many were open at its end.
    open: u32,
    /// Of those who came then.
    first_response_seconds: Option<u64>,
    first_response_p90_seconds: Option<u64>,
    /// Of those that were closed then.
    resolution_seconds: Option<u64>,
    resolution_p90_seconds: Option<u64>,
}

/// What one of staff did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatisticsStaff)]
struct StaffOut {
    /// Their id.
    user: String,
    /// How many were closed that they had.
    closed: u32,
    /// Half of these took no longer.
    resolution_seconds: Option<u64>,
    /// The mean of what members gave these.
    stars: Option<f64>,
    ratings: u32,
}

/// How a desk did in the days before.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = StatisticsBefore)]
struct BeforeOut {
    opened: u32,
    closed: u32,
    reopened: u32,
    reopen_rate: Option<f64>,
    first_response_seconds: Option<u64>,
    first_response_p90_seconds: Option<u64>,
    resolution_seconds: Option<u64>,
    resolution_p90_seconds: Option<u64>,
    stars: Option<f64>,
    ratings: u32,
}

/// What is open.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = StatisticsOpen)]
struct OpenOut {
    tickets: u32,
    /// How many of them nobody works on.
    unassigned: u32,
    /// The number of the one that has been open for longest.
    oldest: Option<u32>,
    /// Since when.
    oldest_since: Option<String>,
}

impl StatisticsOut {
    pub(super) fn of(statistics: &Statistics, settings: &Settings) -> Self {
        let Statistics { counted, period, .. } = statistics;
        let days = period.dates().zip(&counted.days).map(|(day, count)| DayOut::of(day, count));
        let weeks = counted.weeks(period).into_iter().map(|(monday, count)| DayOut::of(monday, &count));
        Self {
            days: days.collect(),
            weeks: weeks.collect(),
            by_type: by_type(counted, settings),
            before: BeforeOut::of(&statistics.before),
            open: OpenOut::of(statistics),
            time_zone: settings.time_zone.to_string(),
            complete: statistics.is_complete,
            ..Self::total(counted)
        }
        .with_groups(counted)
    }

    /// All days together.
    fn total(counted: &Counted) -> Self {
        let total = counted.total();
        Self {
            opened: total.opened,
            closed: total.closed,
            reopened: total.reopened,
            reopen_rate: total.reopen_rate(),
            first_response_seconds: seconds(&total.first_responses, 50),
            first_response_p90_seconds: seconds(&total.first_responses, 90),
            resolution_seconds: seconds(&total.resolutions, 50),
            resolution_p90_seconds: seconds(&total.resolutions, 90),
            stars: counted.stars.mean(),
            ratings: counted.stars.count(),
            by_stars: counted.stars.0.to_vec(),
            ..Self::default()
        }
    }

    /// And by what tickets are, and who has them.
    fn with_groups(self, counted: &Counted) -> Self {
        Self {
            hours: counted.hours.iter().map(|hours| hours.to_vec()).collect(),
            by_priority: counted.priorities.iter().map(|(priority, count)| (priority.name(), *count)).collect(),
            by_label: counted.labels.values().cloned().collect(),
            by_staff: counted.staff.iter().map(|(user, staff)| (user.to_string(), staff.closed)).collect(),
            staff: staff(counted),
            ..self
        }
    }
}

impl DayOut {
    fn of(day: String, count: &DayCount) -> Self {
        Self {
            day,
            opened: count.opened,
            reopened: count.reopened,
            closed: count.closed,
            open: count.open,
            first_response_seconds: seconds(&count.first_responses, 50),
            first_response_p90_seconds: seconds(&count.first_responses, 90),
            resolution_seconds: seconds(&count.resolutions, 50),
            resolution_p90_seconds: seconds(&count.resolutions, 90),
        }
    }
}

impl BeforeOut {
    fn of(counted: &Counted) -> Self {
        let total = counted.total();
        let stars: Stars = counted.stars;
        Self {
            opened: total.opened,
            closed: total.closed,
            reopened: total.reopened,
            reopen_rate: total.reopen_rate(),
            first_response_seconds: seconds(&total.first_responses, 50),
            first_response_p90_seconds: seconds(&total.first_responses, 90),
            resolution_seconds: seconds(&total.resolutions, 50),
            resolution_p90_seconds: seconds(&total.resolutions, 90),
            stars: stars.mean(),
            ratings: stars.count(),
        }
    }
}

impl OpenOut {
    fn of(statistics: &Statistics) -> Self {
        let open = &statistics.open;
        Self {
            tickets: open.tickets,
            unassigned: open.unassigned,
            oldest: open.oldest.map(|(_, ticket)| ticket.get()),
            oldest_since: open.oldest.map(|(since, _)| since.to_rfc3339()),
        }
    }
}

/// Types by what they are called now, together where two are called the same.
fn by_type(counted: &Counted, settings: &Settings) -> BTreeMap<String, u32> {
    let mut by_type = BTreeMap::new();
    for (kind, count) in &counted.types {
        let known = settings.type_of_ticket(*kind).map(|kind| kind.name.clone());
        *by_type.entry(known.unwrap_or_else(|| kind.0.to_string())).or_default() += count;
    }
    by_type
}

fn staff(counted: &Counted) -> Vec<StaffOut> {
    let mut staff: Vec<StaffOut> = counted
        .staff
        .iter()
        .map(|(user, staff)| StaffOut {
            user: user.to_string(),
            closed: staff.closed,
            resolution_seconds: median(&staff.resolutions).map(|millis| millis / 1000),
            stars: staff.stars.mean(),
            ratings: staff.stars.count(),
        })
        .collect();
    staff.sort_by_key(|staff| std::cmp::Reverse(staff.closed));
    staff
}

fn seconds(of: &[u64], percent: usize) -> Option<u64> {
    percentile(of, percent).map(|millis| millis / 1000)
}
