//! `/dashboard/bots`: the bots that are hosted here, and how one is added.

mod add;
mod bot;
mod change;
mod register;

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tickit_domain::bot::BotMode;
use tickit_domain::ids::BotId;

pub(super) use self::add::added;
pub(in crate::http::pages) use self::add::{AddIn, add};
pub(in crate::http::pages) use self::bot::show;
pub(in crate::http::pages) use self::change::{forget, reconnect, start, stop};
pub(super) use self::register::explained;
pub(in crate::http::pages) use self::register::register;
use super::bot_state::Standing;
use super::operator::Operator;
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::ports::BotStatus;
use crate::http::problem::Problem;

/// So many bots are a page.
const A_PAGE: usize = 50;

/// How a bot's interactions reach Tickit, as forms name it.
const MODES: [(&str, BotMode); 3] =
    [("delegate", BotMode::Delegate), ("forward", BotMode::Forward), ("endpoint", BotMode::Endpoint)];

/// Where the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct BotsIn {
    after: String,
}

#[derive(Template)]
#[template(path = "pages/service/bots.html")]
struct BotsPage {
    frame: Frame,
    rows: Vec<BotRow>,
    next: Option<String>,
    modes: Vec<Choice>,
    /// Why no bot was added.
    refusal: Option<String>,
}

struct BotRow {
    name: String,
    id: Option<String>,
    mode: Option<String>,
    standing: Standing,
}

/// Lists them, by id.
pub(in crate::http::pages) async fn list(
    operator: Operator,
    query: Result<Query<BotsIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| operator.problem(Problem::invalid_query("The list begins elsewhere."));
    let Query(asked) = query.map_err(strange)?;
    Ok(page(&BotsPage::of(&operator, asked.after.parse().ok(), BotMode::Delegate, None)))
}

impl BotsPage {
    fn of(operator: &Operator, after: Option<BotId>, mode: BotMode, refusal: Option<String>) -> Self {
        let frame = operator.frame(Section::Bots);
        let states = operator.state().0.ports.bots.states();
        let mut left = states.into_iter().filter(|bot| after.is_none() || bot.id > after);
        let rows: Vec<BotRow> = left.by_ref().take(A_PAGE).map(|bot| BotRow::of(bot, operator, &frame)).collect();
        let last = rows.last().and_then(|row| row.id.clone()).filter(|_| left.next().is_some());
        let next = last.map(|last| format!("/dashboard/bots?after={last}"));
        Self { rows, next, modes: modes(&frame, mode), refusal, frame }
    }

    /// The page for whoever sent a form that was refused.
    fn refused(&self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, page(self)).into_response()
    }
}

impl BotRow {
    fn of(bot: BotStatus, operator: &Operator, frame: &Frame) -> Self {
        let detail = bot.id.and_then(|id| operator.behind.hosting.detail(id));
        Self {
            standing: Standing::of(bot.state, bot.trouble, frame),
            mode: detail.map(|detail| frame.say(&format!("page-bot-mode-{}", name_of(detail.mode)))),
            id: bot.id.map(|id| id.to_string()),
            name: bot.name,
        }
    }
}

/// How interactions can reach Tickit, of which one is chosen.
fn modes(frame: &Frame, chosen: BotMode) -> Vec<Choice> {
    let all = MODES.map(|(name, _)| (name, frame.say(&format!("page-bot-mode-{name}"))));
    Choice::among(all, name_of(chosen))
}

fn name_of(mode: BotMode) -> &'static str {
    MODES.into_iter().find(|(_, known)| *known == mode).map(|(name, _)| name).unwrap_or_default()
}

/// The mode that a form names.
fn mode_named(name: &str) -> BotMode {
    MODES.into_iter().find(|(known, _)| *known == name).map(|(_, mode)| mode).unwrap_or_default()
}
