//! `/api/guilds/{guild}/statistics`: how a desk is doing.

mod out;

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;
use tickit_domain::ids::BotId;
use tickit_domain::statistics::{MOST_DAYS, Period};
use tickit_domain::zone::WallClock;

use self::out::StatisticsOut;
use super::super::guild_access::{GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};

/// How many days where nothing is said.
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
    /// The first of the days, such as `2026-11-01`, where `until` is said too and `days` is not.
    from: Option<String>,
    /// The last of the days.
    until: Option<String>,
    /// How many minutes the clock by which days begin is ahead of UTC; the clock of the server's time zone where nothing is said.
    ahead: Option<i32>,
}

/// Counts how a desk did in some days, and in as many before.
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
    let settings = asked.desk.known_settings(asked.at).await.map_err(|error| asked.problem(error))?;
    let period = query.period(&asked, || settings.time_zone.clock())?;
    let counted = asked.desk.statistics(asked.at, &asked.actor, period).await;
    counted.map(|counted| Json(StatisticsOut::of(&counted, &settings))).map_err(|error| asked.problem(error))
}

impl StatisticsIn {
    fn period(&self, asked: &InGuild, usual: impl FnOnce() -> WallClock) -> Result<Period, Problem> {
        let clock = self.clock(usual)?;
        match (self.days, &self.from, &self.until) {
            (None, Some(from), Some(until)) => Period::between(from, until, &clock)
                .ok_or_else(|| Problem::invalid_query(format!("Two dates, 1 to {MOST_DAYS} days.")).in_field("from")),
            (days, None, None) => {
                let days = Some(days.unwrap_or(USUAL_DAYS)).filter(|days| (1..=MOST_DAYS).contains(days));
                let wrong = || Problem::invalid_query(format!("1 to {MOST_DAYS} days.")).in_field("days");
                Ok(Period::until_today(asked.desk.now(), days.ok_or_else(wrong)?, &clock))
            }
            _ => Err(Problem::invalid_query("Either `days`, or `from` and `until`.").in_field("from")),
        }
    }

    fn clock(&self, usual: impl FnOnce() -> WallClock) -> Result<WallClock, Problem> {
        match self.ahead {
            Some(ahead) if (-FURTHEST..=FURTHEST).contains(&ahead) => Ok(WallClock::ahead(ahead)),
            Some(_) => Err(Problem::invalid_query("No clock is further than 840 minutes from UTC.").in_field("ahead")),
            None => Ok(usual()),
        }
    }
}
