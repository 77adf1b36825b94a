//! `/api/guilds/{guild}/tickets`: a guild's tickets, by the verbs that commands call.

pub mod attachments;
pub mod claim;
pub mod close;
pub mod close_all;
pub mod labels;
pub mod list;
pub mod messages;
pub mod notes;
pub mod open;
pub mod participants;
pub mod show;
mod ticket_out;
pub mod transcript;
mod transcript_json;
pub mod update;

use std::ops::Deref;

use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_domain::error::Outcome;
use tickit_domain::ids::TicketId;
use tickit_domain::ticket::Ticket;
use utoipa::IntoParams;

pub(in crate::http) use self::ticket_out::TicketOut;
use crate::http::guild_access::InGuild;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// What most routes answer: the ticket as it is now.
pub(in crate::http) type TicketAnswer = Result<Json<TicketOut>, Problem>;

/// Whoever looks into the address's guild, and which of its tickets the address names. Whether it is there, and whether
/// they may see it, the desk says.
#[derive(Debug)]
pub(in crate::http) struct OnTicket {
    asked: InGuild,
    /// Its number.
    id: TicketId,
}

/// Where a ticket is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct TicketPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The ticket's number.
    #[param(value_type = u32)]
    ticket: String,
}

impl FromRequestParts<HttpState> for OnTicket {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let asked = InGuild::from_request_parts(parts, state).await?;
        // A number that is none is no ticket's.
        let path = Path::<TicketPath>::from_request_parts(parts, state).await.map_err(|_| Problem::no_such_ticket())?;
        let id = path.0.ticket.parse().map_err(|_| Problem::no_such_ticket())?;
        Ok(Self { asked, id })
    }
}

impl Deref for OnTicket {
    type Target = InGuild;

    fn deref(&self) -> &InGuild {
        &self.asked
    }
}

impl OnTicket {
    /// What the caller reads of what became of the ticket.
    async fn answer(&self, done: Outcome<Ticket>) -> TicketAnswer {
        Ok(Json(self.shown(done.map_err(|error| self.problem(error))?).await?))
    }
}

impl InGuild {
    /// A ticket as the caller reads it.
    async fn shown(&self, ticket: Ticket) -> Result<TicketOut, Problem> {
        let seen = self.desk.seen(self.at, &self.actor, vec![ticket]).await.map_err(|error| self.problem(error))?;
        seen.into_iter().next().map(TicketOut::from).ok_or_else(Problem::no_such_ticket)
    }
}
