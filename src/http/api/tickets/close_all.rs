//! Closing several tickets at once.

use axum::Json;
use serde::{Deserialize, Serialize};
use tickit_domain::ids::TicketId;
use utoipa::ToSchema;

use crate::http::body::Body;
use crate::http::guild_access::{BotQuery, GuildPath, InGuild};
use crate::http::problem::{Problem, ProblemOut};

/// The most tickets that are closed in one request.
const MOST: usize = 100;

/// Which tickets are closed, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CloseAllIn {
    /// Their numbers, 100 at most.
    tickets: Vec<u32>,
    /// Why, as their openers read it.
    #[serde(default)]
    reason: String,
}

/// What became of each, in the order in which they were named.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClosedTickets)]
pub(in crate::http) struct ClosedOut {
    tickets: Vec<OneOut>,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClosedTicket)]
struct OneOut {
    number: u32,
    /// `closing` or `closed`; none where it was refused.
    status: Option<&'static str>,
    /// Why it was refused.
    problem: Option<ProblemOut>,
}

/// Closes several tickets, each by itself: one that is refused is in no other's way.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/close", operation_id = "close_tickets", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), request_body = CloseAllIn,
    responses(
        (status = 200, description = "What became of each", body = ClosedOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn close(
    asked: InGuild,
    Body(CloseAllIn { tickets, reason }): Body<CloseAllIn>,
) -> Result<Json<ClosedOut>, Problem> {
    if !(1..=MOST).contains(&tickets.len()) {
        return Err(Problem::invalid_body(format!("1 to {MOST} tickets.")).in_field("tickets"));
    }
    let mut closed = Vec::with_capacity(tickets.len());
    for number in tickets {
        let actor = asked.doing(&number.to_string());
        let done = asked.desk.close(asked.at, &actor, TicketId::new(number), &reason).await;
        closed.push(match done {
            Ok(ticket) => OneOut { number, status: Some(ticket.state.name()), problem: None },
            Err(error) => OneOut { number, status: None, problem: Some(asked.problem(error).into()) },
        });
    }
    Ok(Json(ClosedOut { tickets: closed }))
}
