//! Who is in a ticket besides its opener and staff.

use axum::extract::Path;
use serde::Deserialize;

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer};
use crate::http::guild_access::BotQuery;
use crate::http::problem::ProblemOut;
use crate::http::whom::whom;

/// A member or a role of a ticket.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct ParticipantPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The ticket's number.
    #[expect(dead_code, reason = "it is read by `OnTicket`, and stands here for the document")]
    #[param(value_type = u32)]
    ticket: String,
    /// A user's id, or a role's behind `&`.
    whom: String,
}

/// Lets a member or a role into a ticket.
#[utoipa::path(put, path = "/api/guilds/{guild}/tickets/{ticket}/participants/{whom}", operation_id = "add_participant", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(ParticipantPath, BotQuery), responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(on: OnTicket, Path(path): Path<ParticipantPath>) -> TicketAnswer {
    on.answer(on.desk.add_member(on.at, &on.actor, on.id, whom(&path.whom)?).await).await
}

/// Takes a member or a role out of a ticket.
#[utoipa::path(delete, path = "/api/guilds/{guild}/tickets/{ticket}/participants/{whom}", operation_id = "remove_participant", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(ParticipantPath, BotQuery), responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(on: OnTicket, Path(path): Path<ParticipantPath>) -> TicketAnswer {
    on.answer(on.desk.remove_member(on.at, &on.actor, on.id, whom(&path.whom)?).await).await
}
