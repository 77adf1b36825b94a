//! Who else looks at a ticket, and who of them writes an answer: told to staff, of staff.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use tickit_domain::actor::Who;
use tickit_domain::desk::TicketFollower;

use super::on_ticket::OnTicket;
use crate::http::pages::instead::Instead;
use crate::http::pages::lookers::{Doing, Looker};
use crate::http::pages::reader::Reader;
use crate::http::pages::sent::Sent;
use crate::http::problem::Problem;

/// What an open page tells from time to time, by `ticket.js`.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct LookingIn {
    #[serde(default)]
    doing: Doing,
}

#[derive(Debug, Serialize)]
struct LookingOut {
    others: Vec<OtherOut>,
}

/// Somebody else, as the page says it.
#[derive(Debug, Serialize)]
struct OtherOut {
    text: String,
    is_writing: bool,
}

/// Notes that somebody has the ticket open, and says who has besides.
pub(in crate::http::pages) async fn looking(on: OnTicket, Sent(form): Sent<LookingIn>) -> Result<Response, Instead> {
    let follower = on.desk.follow_ticket(on.at, &on.actor, on.id).await.map_err(|error| on.instead(error))?;
    if follower != TicketFollower::Staff {
        return Err(on.problem(Problem::forbidden("This is for staff.")));
    }
    let others = on.visitor.state.0.known.lookers.note((on.at, on.id), &on.actor.who, form.doing);
    let others = others.iter().map(|other| OtherOut::of(other, &on.visitor.reader)).collect();
    Ok(Json(LookingOut { others }).into_response())
}

impl OtherOut {
    fn of(other: &Looker, reader: &Reader) -> Self {
        let is_writing = other.is_writing();
        let key = if is_writing { "page-ticket-is-writing" } else { "page-ticket-is-looking" };
        let name = match &other.who {
            Who::Operator => reader.say("page-operator"),
            who => who.name().to_owned(),
        };
        Self { text: reader.fill(key, &[("name", name.into())]), is_writing }
    }
}
