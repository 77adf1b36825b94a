//! `/dashboard/me`: somebody's own tickets in every server, and what is kept of them.

mod erasure;
mod guild;
mod ticket;

use askama::Template;
use axum::response::Response;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::store::Cursor;
use tickit_domain::store::ticket_pages::{TicketPage, Wanted};
use tickit_domain::ticket::Ticket;

use self::erasure::OwnErasure;
pub(super) use self::erasure::{ask as ask_for_erasure, take_back as take_back_erasure};
pub(super) use self::guild::{export, show as in_guild};
pub(super) use self::ticket::{rate, show as one, transcript};
use super::frame::{Frame, Section, page};
use super::guilds::places;
use super::in_place::InPlace;
use super::instead::Instead;
use super::moment::Moment;
use super::visitor::Visitor;

/// So many of a server's are shown beside those of others.
const SOME: usize = 5;

#[derive(Template)]
#[template(path = "pages/me/tickets.html")]
struct MePage {
    frame: Frame,
    guilds: Vec<OwnGuild>,
}

/// A server in which they have tickets, or asked for something.
struct OwnGuild {
    name: String,
    address: String,
    rows: Vec<OwnTicket>,
    erasure: Option<OwnErasure>,
}

/// A ticket that they opened.
struct OwnTicket {
    number: u32,
    address: String,
    name: String,
    kind: String,
    state: &'static str,
    state_text: String,
    opened_at: Moment,
}

/// Lists them, server by server.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Instead> {
    let frame = visitor.frame(Section::Me);
    let desk = visitor.state.desk().map_err(|problem| visitor.instead(problem))?.desk.clone();
    let places = places(&desk, &visitor).await.map_err(|error| visitor.instead(error.into()))?;
    let mut guilds = Vec::new();
    for at in places {
        // Where they are no member any more, nothing is theirs to see.
        let Ok(place) = InPlace::of(visitor.clone(), at).await else { continue };
        let found = own(&place, SOME, None).await.map_err(|error| place.instead(error))?;
        let erasure = OwnErasure::of(&place).await.map_err(|error| place.instead(error))?;
        if !found.tickets.is_empty() || erasure.as_ref().is_some_and(|erasure| erasure.state.is_some()) {
            let name = visitor.state.0.known.names.guild(&desk, at).await;
            guilds.push(OwnGuild { name, address: address(at), rows: rows(&frame, at, found.tickets), erasure });
        }
    }
    Ok(page(&MePage { frame, guilds }))
}

/// A page of those that whoever looks opened in a server, newest first.
async fn own(place: &InPlace, limit: usize, after: Option<Cursor>) -> Outcome<TicketPage> {
    let Some(user) = place.actor.who.user() else { return Ok(TicketPage::default()) };
    let wanted = Wanted { opener: Some(user), ..Wanted::default() };
    place.desk.ticket_page(place.at, &place.actor, &wanted, limit, after).await
}

/// Where those of a server are.
fn address(at: Place) -> String {
    format!("/dashboard/me/{}/{}", at.bot, at.guild)
}

fn rows(frame: &Frame, at: Place, tickets: Vec<Ticket>) -> Vec<OwnTicket> {
    let row = |ticket: Ticket| OwnTicket {
        number: ticket.id.get(),
        address: format!("{}/{}", address(at), ticket.id.get()),
        state: ticket.state.name(),
        state_text: frame.state(ticket.state),
        opened_at: Moment(ticket.opened_at),
        name: ticket.name,
        kind: ticket.type_name,
    };
    tickets.into_iter().map(row).collect()
}
