//! `/dashboard/health`: how the service is doing, live.

use std::time::Duration;

use askama::Template;
use axum::response::Response;
use tickit_domain::bot::BotState;
use tickit_domain::error::Outcome;
use tickit_domain::job::JobState;
use tickit_domain::store::errors::WantedErrors;

use super::bot_state::Standing;
use super::chart::{self, lines};
use super::errors::ErrorRow;
use super::operator::Operator;
use crate::http::access::Onlooker;
use crate::http::api::health::{HealthOut, look};
use crate::http::database_probe::Answered;
use crate::http::disk::Room;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::quantity::{bytes, lasting, milliseconds};
use crate::http::ports::BotStatus;

/// So many of the last failures, and of the bots that do not work, are shown.
const LATEST: usize = 5;
const MOST_BOTS: usize = 20;

/// The lowest value at the top of the chart, in milliseconds: less is noise.
const LOWEST_TOP: f64 = 5.0;

#[derive(Template)]
#[template(path = "pages/service/health.html")]
struct HealthPage {
    frame: Frame,
    health: HealthOut,
    uptime: String,
    latency: Option<String>,
    history: History,
    process: Option<String>,
    machine: Option<(String, String)>,
    disk: Option<(String, String)>,
    is_disk_low: bool,
    waiting: u64,
    given_up: u64,
    rate_limits: u64,
    troubled: Vec<TroubledBot>,
    errors: Vec<ErrorRow>,
}

/// How long the database took to answer of late.
struct History {
    lines: Vec<String>,
    rows: Vec<(Moment, Option<String>)>,
    /// The longest.
    top: String,
    width: u32,
    height: u32,
}

/// A bot that does not work.
struct TroubledBot {
    name: String,
    address: Option<String>,
    standing: Standing,
}

/// Shows it. It asks for itself anew.
pub(in crate::http::pages) async fn show(operator: Operator) -> Result<Response, Instead> {
    let health = look(operator.state(), Onlooker::Operator).await;
    let counted = jobs(&operator).await.map_err(|error| operator.instead(error))?;
    let errors = latest(&operator).await.map_err(|error| operator.instead(error))?;
    Ok(page(&HealthPage::of(&operator, health, counted, errors)))
}

impl HealthPage {
    fn of(operator: &Operator, health: HealthOut, counted: (u64, u64), errors: Vec<ErrorRow>) -> Self {
        let (state, frame, (waiting, given_up)) = (operator.state(), operator.frame(Section::Health), counted);
        let (room, memory) = (state.0.probes.disk.room(), health.memory);
        Self {
            uptime: lasting(Duration::from_secs(health.uptime_seconds)),
            latency: health.database.latency_ms.map(milliseconds),
            history: History::of(&state.0.probes.database.history()),
            process: memory.process_bytes.map(bytes),
            machine: memory.machine_used_bytes.map(bytes).zip(memory.machine_total_bytes.map(bytes)),
            disk: room.map(|room| (bytes(room.free), bytes(room.total))),
            is_disk_low: room.is_some_and(is_low),
            rate_limits: state.0.ports.metrics.rate_limits_met(),
            troubled: troubled(state.0.ports.bots.states(), &frame),
            frame,
            health,
            waiting,
            given_up,
            errors,
        }
    }
}

/// Whether so little room is left that somebody has to make some: less than a tenth, or than a gibibyte.
const fn is_low(Room { total, free }: Room) -> bool {
    free < total / 10 || free < 1 << 30
}

/// How many jobs wait, and how many were given up.
async fn jobs(operator: &Operator) -> Outcome<(u64, u64)> {
    let jobs = operator.desk().jobs();
    Ok((jobs.count(JobState::Ready).await?, jobs.count(JobState::Dead).await?))
}

async fn latest(operator: &Operator) -> Outcome<Vec<ErrorRow>> {
    let page = operator.desk().errors().page(&WantedErrors::default(), LATEST, None).await?;
    Ok(page.errors.into_iter().map(ErrorRow::from).collect())
}

fn troubled(bots: Vec<BotStatus>, frame: &Frame) -> Vec<TroubledBot> {
    let troubled = bots.into_iter().filter(|bot| bot.state != BotState::Ready).take(MOST_BOTS);
    let row = |bot: BotStatus| TroubledBot {
        standing: Standing::of(bot.state, bot.trouble, frame),
        address: bot.id.map(|id| format!("/dashboard/bots/{id}")),
        name: bot.name,
    };
    troubled.map(row).collect()
}

impl History {
    fn of(answers: &[Answered]) -> Self {
        let values: Vec<Option<f64>> = answers.iter().map(|answer| answer.latency_ms).collect();
        let top = values.iter().flatten().copied().fold(LOWEST_TOP, f64::max);
        let rows = answers.iter().rev().map(|answer| (Moment(answer.at), answer.latency_ms.map(milliseconds)));
        let (width, height) = (chart::WIDTH, chart::HEIGHT);
        Self { lines: lines(&values, top), rows: rows.collect(), top: milliseconds(top), width, height }
    }
}
