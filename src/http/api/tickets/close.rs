//! The end of a ticket, and its return: closing, reopening, deleting.

use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer, TicketPath};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::{Problem, ProblemOut};

/// How a ticket is closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CloseIn {
    /// Why, as its opener reads it.
    #[serde(default)]
    reason: String,
    /// Whether it is closed without what its type asks of a closing, by an admin.
    #[serde(default)]
    force: bool,
}

/// How the other side is asked to close a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CloseRequestIn {
    /// Why.
    #[serde(default)]
    reason: String,
    /// After how many hours it is closed where nobody answers; it stays open where this is left out.
    hours: Option<u32>,
}

/// Closes a ticket. Once this is answered, it will be closed.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/close", operation_id = "close_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = CloseIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn close(on: OnTicket, Body(CloseIn { reason, force }): Body<CloseIn>) -> TicketAnswer {
    on.answer(if force {
        on.desk.force_close(on.at, &on.actor, on.id, &reason).await
    } else {
        on.desk.close(on.at, &on.actor, on.id, &reason).await
    })
    .await
}

/// Asks the other side to close a ticket.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/close-request", operation_id = "request_close", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = CloseRequestIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn request(on: OnTicket, Body(body): Body<CloseRequestIn>) -> TicketAnswer {
    let CloseRequestIn { reason, hours } = body;
    on.answer(on.desk.request_close(on.at, &on.actor, on.id, &reason, hours).await).await
}

/// Reopens a closed ticket: the same number, a new channel.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/reopen", operation_id = "reopen_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn reopen(on: OnTicket) -> TicketAnswer {
    Box::pin(on.desk.reopen(on.at, &on.actor, on.id, None)).await.map_err(|error| on.problem(error))?;
    on.answer(on.desk.show_ticket(on.at, &on.actor, on.id).await).await
}

/// Deletes a closed ticket with all that is kept of it. Once this is answered, it will be gone.
#[utoipa::path(delete, path = "/api/guilds/{guild}/tickets/{ticket}", operation_id = "delete_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 202, description = "It is being deleted"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn delete(on: OnTicket) -> Result<StatusCode, Problem> {
    let deleted = on.desk.delete_ticket(on.at, &on.actor, on.id).await;
    deleted.map(|_| StatusCode::ACCEPTED).map_err(|error| on.problem(error))
}
