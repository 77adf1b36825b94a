//! `/dashboard/me/{bot}/{guild}/{ticket}`: one of somebody's own tickets, what was said in it, and how it went.

use std::ops::Deref;

use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::actor::Actor;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::TicketId;
use tickit_domain::ticket::{Stars, Ticket};
use tickit_domain::transcript::TranscriptFormat;

use super::address;
use crate::http::api::tickets::transcript::as_page;
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::sent::Sent;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// Whoever looks, and which ticket the address names.
#[derive(Debug)]
pub(in crate::http::pages) struct OnOwn {
    place: InPlace,
    id: TicketId,
}

#[derive(Debug, Deserialize)]
struct OwnPath {
    ticket: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct RateIn {
    stars: String,
    comment: String,
    once: String,
}

impl FromRequestParts<HttpState> for OnOwn {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let place = InPlace::from_request_parts(parts, state).await?;
        let path = Path::<OwnPath>::from_request_parts(parts, state).await.ok();
        let Some(id) = path.and_then(|Path(OwnPath { ticket })| ticket.parse().ok()) else {
            return Err(place.problem(Problem::no_such_ticket()));
        };
        Ok(Self { place, id })
    }
}

impl Deref for OnOwn {
    type Target = InPlace;

    fn deref(&self) -> &InPlace {
        &self.place
    }
}

#[derive(Template)]
#[template(path = "pages/me/ticket.html")]
struct OwnTicketPage {
    frame: Frame,
    address: String,
    guild: String,
    guild_address: String,
    once: String,
    ticket: Ticket,
    state: String,
    opened_at: Moment,
    closed: Option<(Moment, String)>,
    /// What they gave it.
    given: Option<u8>,
    comment: String,
    /// The stars that they may give it.
    stars: Vec<Choice>,
    /// Why what they sent was refused; empty where it was not.
    refused: String,
}

/// Shows it to whoever opened it.
pub(in crate::http::pages) async fn show(on: OnOwn) -> Result<Response, Instead> {
    Ok(page(&on.shown().await?))
}

/// The stars that can be given, of which those that were given or chosen are chosen.
fn stars(chosen: &str, may_rate: bool) -> Vec<Choice> {
    let can_be_given = Stars::all().filter(|_| may_rate).map(Stars::get);
    Choice::among(can_be_given.map(|stars| (stars.to_string(), "★".repeat(stars.into()))), chosen)
}

impl OwnTicketPage {
    fn of(on: &OnOwn, ticket: Ticket, guild: String, may_rate: bool) -> Self {
        let given = ticket.rating().map(|rating| rating.stars.get());
        let frame = on.visitor.frame(Section::Me).on_ticket(on.at, on.id);
        Self {
            address: on.address(),
            guild,
            guild_address: address(on.at),
            once: on.once(),
            state: frame.state(ticket.state),
            opened_at: Moment(ticket.opened_at),
            closed: ticket.closing.as_ref().map(|closing| (Moment(closing.at), closing.reason.clone())),
            given,
            comment: ticket.rating().map(|rating| rating.comment.clone()).unwrap_or_default(),
            stars: stars(&given.map(|stars| stars.to_string()).unwrap_or_default(), may_rate),
            refused: String::new(),
            frame,
            ticket,
        }
    }
}

/// What was said in it.
pub(in crate::http::pages) async fn transcript(on: OnOwn) -> Result<Response, Instead> {
    let reader = on.desk.read_own_transcript(on.at, &on.actor, on.id, TranscriptFormat::Html).await;
    Ok(as_page(reader.map_err(|error| on.instead(error))?))
}

/// Says how it went: stars, and what they want to say of them. Where that is refused, the page once more with what they sent.
pub(in crate::http::pages) async fn rate(on: OnOwn, Sent(form): Sent<RateIn>) -> Result<Response, Instead> {
    let round = on.own().await?.round;
    match on.rated(&form, round).await {
        Ok(()) => Ok(Redirect::to(&on.address()).into_response()),
        Err(Error::Refused(refused)) => {
            let mut shown = on.shown().await?;
            (shown.refused, shown.stars) = (on.refusal_text(&refused), stars(&form.stars, !shown.stars.is_empty()));
            shown.comment = form.comment;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
        }
        Err(failed @ Error::Failed(_)) => Err(on.instead(failed)),
    }
}

impl OnOwn {
    /// The page as it is.
    async fn shown(&self) -> Result<OwnTicketPage, Instead> {
        let ticket = self.own().await?;
        let may_rate = self.desk.may_rate(self.at, &self.actor, self.id).await.is_ok();
        let guild = self.visitor.state.0.known.names.guild(&self.desk, self.at).await;
        Ok(OwnTicketPage::of(self, ticket, guild, may_rate))
    }

    /// Gives stars, and then says what they want to say of them.
    async fn rated(&self, form: &RateIn, round: u32) -> Outcome<()> {
        let stars: Stars = form.stars.parse()?;
        self.desk.rate(self.at, &self.sending_part(&form.once, "stars"), self.id, round, stars).await?;
        let sending = self.sending_part(&form.once, "comment");
        self.desk.comment(self.at, &sending, self.id, round, form.comment.trim()).await.map(drop)
    }

    fn address(&self) -> String {
        format!("{}/{}", address(self.at), self.id.get())
    }

    /// Who sends a part of a form: each part is a cause of its own.
    fn sending_part(&self, once: &str, part: &str) -> Actor {
        if once.is_empty() { self.actor.clone() } else { self.sending(&format!("{once}:{part}")) }
    }

    /// The ticket, where they opened it. Of others they read that there is none.
    async fn own(&self) -> Result<Ticket, Instead> {
        let ticket = self.desk.show_ticket(self.at, &self.actor, self.id).await.map_err(|error| self.instead(error))?;
        let is_own = self.actor.who.user() == Some(ticket.opener);
        is_own.then_some(ticket).ok_or_else(|| self.problem(Problem::no_such_ticket()))
    }
}
