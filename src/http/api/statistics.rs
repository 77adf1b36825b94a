//! `/api/guilds/{guild}/statistics`: how a desk is doing.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::{Deserialize, Serialize};
use tickit_domain::ids::BotId;
use tickit_domain::statistics::{Period, Statistics, median};
use utoipa::ToSchema;

use super::super::guild_access::{GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};

/// The most days, and how many where nothing is said.
const MOST_DAYS: u16 = 366;
const USUAL_DAYS: u16 = 30;

/// No clock is further from UTC, in minutes.
const FURTHEST: i32 = 14 * 60;

/// Which days are meant.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct StatisticsIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// How many days until today, 366 at most; 30 where nothing is said.
    days: Option<u16>,
    /// How many minutes the clock by which days begin is ahead of UTC.
    #[serde(default)]
    ahead: i32,
}

/// How a desk did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statistics)]
pub(in crate::http) struct StatisticsOut {
    opened: u32,
    closed: u32,
    /// Each day, oldest first, those too on which nothing was.
    days: Vec<DayOut>,
    /// How many were opened, by type.
    by_type: BTreeMap<String, u32>,
    /// The same by priority.
    by_priority: BTreeMap<&'static str, u32>,
    /// How many of those that were closed each of staff had, by user id.
    by_staff: BTreeMap<String, u32>,
    /// Half of the members waited no longer for staff, in seconds; none where nobody was answered.
    first_response_seconds: Option<u64>,
    /// Half of the tickets took no longer, in seconds.
    resolution_seconds: Option<u64>,
    /// The mean of the stars that were given; none where none were.
    stars: Option<f64>,
    /// How often stars were given.
    ratings: usize,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatisticsDay)]
struct DayOut {
    /// Such as `2026-11-27`.
    day: String,
    opened: u32,
    closed: u32,
}

/// Counts how a desk did in some days until today.
#[utoipa::path(get, path = "/api/guilds/{guild}/statistics", operation_id = "show_statistics", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, StatisticsIn), responses(
        (status = 200, description = "How it did", body = StatisticsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    asked: InGuild,
    query: Result<Query<StatisticsIn>, QueryRejection>,
) -> Result<Json<StatisticsOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("Days and minutes are numbers."))?;
    let days = query.days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::invalid_query(format!("1 to {MOST_DAYS} days.")).in_field("days"));
    }
    if !(-FURTHEST..=FURTHEST).contains(&query.ahead) {
        return Err(Problem::invalid_query("No clock is further than 840 minutes from UTC.").in_field("ahead"));
    }
    let period = Period::until_today(asked.desk.now(), days, query.ahead);
    let counted = asked.desk.statistics(asked.at, &asked.actor, &period).await;
    counted.map(|counted| Json(StatisticsOut::of(&counted, &period))).map_err(|error| asked.problem(error))
}

impl StatisticsOut {
    fn of(counted: &Statistics, period: &Period) -> Self {
        let seconds = |of: &[Duration]| median(of).map(|median| median.as_secs());
        let given = counted.stars.len();
        let sum: u32 = counted.stars.iter().map(|stars| u32::from(*stars)).sum();
        Self {
            opened: counted.days.values().map(|day| day.opened).sum(),
            closed: counted.days.values().map(|day| day.closed).sum(),
            days: days(counted, period),
            by_type: counted.types.clone(),
            by_priority: counted.priorities.iter().map(|(priority, count)| (priority.name(), *count)).collect(),
            by_staff: counted.staff.iter().map(|(user, count)| (user.to_string(), *count)).collect(),
            first_response_seconds: seconds(&counted.first_responses),
            resolution_seconds: seconds(&counted.resolutions),
            stars: u32::try_from(given).ok().filter(|given| *given > 0).map(|given| f64::from(sum) / f64::from(given)),
            ratings: given,
        }
    }
}

/// Each day of a period.
fn days(counted: &Statistics, period: &Period) -> Vec<DayOut> {
    let out = |(number, day)| {
        let count = counted.days.get(&number).copied().unwrap_or_default();
        DayOut { day, opened: count.opened, closed: count.closed }
    };
    period.dates().map(out).collect()
}
