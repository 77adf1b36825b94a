//! `/dashboard/{bot}/{guild}/tickets/{ticket}`: one ticket, and what can be done to it, a form a file.

mod claim;
mod on_ticket;

use askama::Template;
use axum::response::Response;
use tickit_domain::ticket::Ticket;

pub(super) use self::claim::{claim, unclaim};
use self::on_ticket::OnTicket;
use super::frame::{Frame, Section, page};
use super::instead::Instead;
use super::moment::Moment;

#[derive(Template)]
#[template(path = "pages/ticket.html")]
struct TicketPage {
    frame: Frame,
    address: String,
    /// What makes a form known that is sent twice.
    once: String,
    ticket: Ticket,
    opened_at: Moment,
    state: String,
    assignee: Option<String>,
    is_mine: bool,
}

/// Shows a ticket.
pub(super) async fn show(on: OnTicket) -> Result<Response, Instead> {
    let ticket = on.desk.show_ticket(on.at, &on.actor, on.id).await.map_err(|error| on.instead(error))?;
    let frame = on.frame(Section::Tickets).await?;
    let assignee = match ticket.claimed_by {
        Some(user) => Some(on.name_of(user).await),
        None => None,
    };
    Ok(page(&TicketPage {
        address: on.address(),
        once: on.once(),
        opened_at: Moment(ticket.opened_at),
        state: frame.state(ticket.state),
        is_mine: ticket.claimed_by.is_some() && ticket.claimed_by == on.actor.who.user(),
        assignee,
        frame,
        ticket,
    }))
}
