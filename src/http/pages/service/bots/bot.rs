//! `/dashboard/bots/{application}`: how a bot is doing, shard by shard, and what can be done about it.

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tickit_domain::bot::{BotMode, BotState};
use tickit_domain::guild::{Gone, Missing};
use tickit_domain::ids::BotId;

use super::super::bot_state::Standing;
use super::super::operator::Operator;
use super::register::explained;
use super::{modes, name_of};
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, base, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::ports::{BotDetail, ShardStatus};
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// From how few IDENTIFYs on somebody is told.
const FEW_IDENTIFIES: u32 = 300;

/// So many servers in which something is missing are shown.
const MOST_GUILDS: usize = 50;

/// Whoever runs the service, and the bot that the address names.
#[derive(Debug)]
pub(in crate::http::pages) struct OnBot {
    pub(super) operator: Operator,
    pub(super) bot: BotId,
}

#[derive(Debug, Deserialize)]
struct BotPath {
    application: BotId,
}

impl FromRequestParts<HttpState> for OnBot {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let operator = Operator::from_request_parts(parts, state).await?;
        match Path::<BotPath>::from_request_parts(parts, state).await {
            Ok(Path(BotPath { application })) => Ok(Self { operator, bot: application }),
            Err(_) => Err(operator.problem(Problem::no_such_bot())),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/service/bot.html")]
struct BotPage {
    frame: Frame,
    address: String,
    bot: BotDetail,
    id: String,
    mode: String,
    standing: Standing,
    next_try: Option<Moment>,
    is_stopped: bool,
    notices: Vec<String>,
    shards: Vec<ShardRow>,
    missing: Vec<MissingRow>,
    modes: Vec<Choice>,
    /// Why it was not registered again.
    refusal: Option<String>,
}

struct ShardRow {
    number: String,
    /// None where the host's shard was not heard of for a while.
    standing: Option<Standing>,
    next_try: Option<Moment>,
    seen_at: Option<Moment>,
}

/// What settings name in a server and is gone.
struct MissingRow {
    guild: String,
    address: String,
    /// Each by its name, with what names it in settings.
    roles: Vec<String>,
    channels: Vec<String>,
}

/// Where its page is.
pub(super) fn address(bot: BotId) -> String {
    format!("/dashboard/bots/{bot}")
}

/// Shows it.
pub(in crate::http::pages) async fn show(on: OnBot) -> Result<Response, Instead> {
    Ok(page(&on.shown(None, None).await?))
}

impl OnBot {
    /// The page for whoever sent a form that was refused; what they chose is still chosen.
    pub(super) async fn refused(&self, mode: BotMode, problem: Problem) -> Result<Response, Instead> {
        match explained(&self.operator.frame(Section::Bots), &problem) {
            Some(refusal) => {
                let shown = self.shown(Some(mode), Some(refusal)).await?;
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
            }
            None => Err(self.operator.problem(problem)),
        }
    }

    async fn shown(&self, chosen: Option<BotMode>, refusal: Option<String>) -> Result<BotPage, Instead> {
        let detail = self.operator.behind.hosting.detail(self.bot);
        let bot = detail.ok_or_else(|| self.operator.problem(Problem::no_such_bot()))?;
        let frame = self.operator.frame(Section::Bots);
        Ok(BotPage {
            address: address(self.bot),
            id: self.bot.to_string(),
            mode: frame.say(&format!("page-bot-mode-{}", name_of(bot.mode))),
            standing: Standing::of(bot.status.state, bot.status.trouble, &frame),
            next_try: bot.status.next_try.map(Moment),
            is_stopped: matches!(bot.status.state, BotState::Stopped(_)),
            notices: notices(&bot, &frame),
            shards: bot.shards.iter().map(|shard| ShardRow::of(shard, &frame)).collect(),
            missing: self.missing(&frame).await,
            modes: modes(&frame, chosen.unwrap_or(bot.mode)),
            refusal,
            frame,
            bot,
        })
    }

    /// What is missing, server by server.
    async fn missing(&self, frame: &Frame) -> Vec<MissingRow> {
        let (state, desk) = (self.operator.state(), self.operator.desk());
        let named = state.0.ports.metrics.what_is_missing().named;
        let mut rows = Vec::new();
        for (at, missing) in named.into_iter().filter(|(at, _)| at.bot == self.bot).take(MOST_GUILDS) {
            let guild = state.0.known.names.guild(desk, at).await;
            let mut row = MissingRow { guild, address: base(at), roles: Vec::new(), channels: Vec::new() };
            let called = |id: u64| state.0.known.names.last(at.guild, id);
            for Missing { kind, what } in missing {
                match what {
                    Gone::Role(role) => row.roles.push(gone(frame, (called(role.get()), role.get(), "@"), kind)),
                    Gone::Channel(id) => row.channels.push(gone(frame, (called(id.get()), id.get(), "#"), kind)),
                }
            }
            rows.push(row);
        }
        rows
    }
}

/// What is gone by its name, where that was seen here, and what it was chosen for: a ticket type, or all tickets.
fn gone(frame: &Frame, (name, id, mark): (Option<String>, u64, &str), kind: Option<String>) -> String {
    let what = match name {
        Some(name) => format!("{mark}{name}"),
        None => frame.name("page-bot-gone", &id.to_string()),
    };
    match kind {
        Some(kind) => frame.fill("page-bot-gone-of-type", &[("what", what.into()), ("name", kind.into())]),
        None => frame.name("page-bot-gone-of-all", &what),
    }
}

/// What is worth knowing though it works.
fn notices(bot: &BotDetail, frame: &Frame) -> Vec<String> {
    let contents = (bot.status.message_content == Some(false)).then(|| frame.say("page-bot-notice-contents"));
    let elsewhere = (bot.answered_elsewhere > 0)
        .then(|| frame.fill("page-bot-notice-elsewhere", &[("count", bot.answered_elsewhere.into())]));
    let few = bot.identifies.filter(|left| left.remaining < FEW_IDENTIFIES);
    let few = few.map(|left| {
        let fill = [("remaining", left.remaining.into()), ("total", left.total.into())];
        frame.fill("page-bot-notice-identifies", &fill)
    });
    [contents, elsewhere, few].into_iter().flatten().collect()
}

impl ShardRow {
    fn of(shard: &ShardStatus, frame: &Frame) -> Self {
        Self {
            number: format!("{} / {}", shard.index, shard.total),
            standing: shard.state.map(|state| Standing::of(state, shard.trouble, frame)),
            next_try: shard.next_try.map(Moment),
            seen_at: shard.seen_at.map(Moment),
        }
    }
}
