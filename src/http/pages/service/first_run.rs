//! `/dashboard/first-run`: from a fresh machine to the first ticket, step by step.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use tickit_domain::bot::BotMode;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::store::ticket_pages::Wanted;

use super::bot_state::Standing;
use super::bots::{AddIn, added, explained};
use super::operator::Operator;
use super::sign_in::{Entry, SignInIn};
use crate::http::pages::frame::{Frame, Section, base, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Where the page is.
const ADDRESS: &str = "/dashboard/first-run";

#[derive(Template)]
#[template(path = "pages/service/first_run.html")]
struct FirstRunPage {
    frame: Frame,
    bot: Option<FirstBot>,
    application: Entry,
    guild: Option<FirstGuild>,
    has_panel: bool,
    has_ticket: bool,
    /// Why no bot was added.
    refusal: Option<String>,
}

struct FirstBot {
    id: String,
    name: String,
    standing: Standing,
    invite_url: String,
}

struct FirstGuild {
    name: String,
    address: String,
}

/// Shows what is done and what is next. The page follows.
pub(in crate::http::pages) async fn show(operator: Operator) -> Result<Response, Instead> {
    Ok(page(&shown(&operator, None).await?))
}

/// Adds the first bot.
pub(in crate::http::pages) async fn add_bot(operator: Operator, Sent(form): Sent<AddIn>) -> Result<Response, Instead> {
    let Err(problem) = added(&operator, &form.token, BotMode::Delegate).await else {
        return Ok(Redirect::to(ADDRESS).into_response());
    };
    let Some(refusal) = explained(&operator.frame(Section::Bots), &problem) else {
        return Err(operator.problem(problem));
    };
    let shown = shown(&operator, Some(refusal)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
}

/// Has people sign in by an application.
pub(in crate::http::pages) async fn save_application(
    operator: Operator,
    Sent(form): Sent<SignInIn>,
) -> Result<Response, Instead> {
    let Err(refusal) = form.enter(&operator).await? else { return Ok(Redirect::to(ADDRESS).into_response()) };
    let shown = shown(&operator, None).await?;
    let shown = FirstRunPage { application: shown.application.refused(&form, refusal), ..shown };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
}

async fn shown(operator: &Operator, refusal: Option<String>) -> Result<FirstRunPage, Instead> {
    let frame = operator.frame(Section::Bots);
    let first = first_place(operator).await.map_err(|error| operator.instead(error))?;
    let (has_panel, has_ticket) = done_at(operator, first).await.map_err(|error| operator.instead(error))?;
    let guild = match first {
        Some(at) => {
            let name = operator.state().0.known.names.guild(operator.desk(), at).await;
            Some(FirstGuild { name, address: base(at) })
        }
        None => None,
    };
    let application = Entry::of(operator, "/dashboard/first-run/sign-in").await?;
    let bot = first_bot(operator, &frame);
    Ok(FirstRunPage { frame, bot, application, guild, has_panel, has_ticket, refusal })
}

fn first_bot(operator: &Operator, frame: &Frame) -> Option<FirstBot> {
    let id = operator.state().0.ports.bots.states().into_iter().find_map(|bot| bot.id)?;
    let detail = operator.behind.hosting.detail(id)?;
    let standing = Standing::of(detail.status.state, detail.status.trouble, frame);
    Some(FirstBot { id: id.to_string(), name: detail.status.name, standing, invite_url: detail.invite_url })
}

/// The first server that a bot was set up in.
async fn first_place(operator: &Operator) -> Outcome<Option<Place>> {
    for guild in operator.desk().guilds(None).await?.guilds {
        if let Some(bot) = operator.desk().bots_at(guild).await?.first() {
            return Ok(Some(Place { bot: *bot, guild }));
        }
    }
    Ok(None)
}

/// Whether there is a panel, and a ticket.
async fn done_at(operator: &Operator, at: Option<Place>) -> Outcome<(bool, bool)> {
    let Some(at) = at else { return Ok((false, false)) };
    let (desk, actor) = (operator.desk(), &operator.actor);
    let has_panel = !desk.list_panels(at, actor).await?.is_empty();
    let tickets = desk.ticket_page(at, actor, &Wanted::default(), 1, None).await?;
    Ok((has_panel, !tickets.tickets.is_empty()))
}
