//! Who works on a ticket.

use serde::Deserialize;
use tickit_domain::error::Outcome;
use tickit_domain::ids::UserId;
use tickit_domain::ticket::{Ticket, Transfer};
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer, TicketPath};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::ProblemOut;

/// To whom a ticket is handed over: to one of staff, to a team, or to whoever works on its type where both are left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TransferIn {
    /// One of staff.
    #[schema(value_type = Option<String>)]
    member: Option<UserId>,
    /// The name of a team.
    team: Option<String>,
}

/// Claims a ticket for the caller, who is a person.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/claim", operation_id = "claim_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn claim(on: OnTicket) -> TicketAnswer {
    on.answer(on.desk.claim(on.at, &on.actor, on.id).await).await
}

/// Gives a ticket back.
#[utoipa::path(delete, path = "/api/guilds/{guild}/tickets/{ticket}/claim", operation_id = "unclaim_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn unclaim(on: OnTicket) -> TicketAnswer {
    on.answer(on.desk.unclaim(on.at, &on.actor, on.id).await).await
}

/// Hands a ticket over.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/transfer", operation_id = "transfer_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = TransferIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn transfer(on: OnTicket, Body(body): Body<TransferIn>) -> TicketAnswer {
    on.answer(body.transfer(&on).await).await
}

impl TransferIn {
    async fn transfer(self, on: &OnTicket) -> Outcome<Ticket> {
        let to = match (self.member, self.team) {
            (Some(user), _) => Transfer::Member(user),
            (None, Some(name)) => Transfer::Team(on.desk.team_to_transfer_to(on.at, &on.actor, on.id, &name).await?),
            (None, None) => Transfer::Type,
        };
        on.desk.transfer(on.at, &on.actor, on.id, &to).await
    }
}
