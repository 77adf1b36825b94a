//! One ticket.

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer, TicketPath};
use crate::http::guild_access::BotQuery;
use crate::http::problem::ProblemOut;

/// Shows a ticket.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}", operation_id = "show_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 200, description = "The ticket", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(on: OnTicket) -> TicketAnswer {
    on.answer(on.desk.show_ticket(on.at, &on.actor, on.id).await).await
}
