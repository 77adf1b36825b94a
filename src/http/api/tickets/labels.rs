//! The labels of a ticket, one by one: what others add at the same instant stays.

use axum::extract::Path;
use serde::Deserialize;
use tickit_domain::error::Outcome;
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::ticket::Ticket;
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer, TicketPath};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::ProblemOut;

/// A label to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct LabelIn {
    /// 1 to 32 characters, without a comma. Labels that differ by case only are one.
    label: String,
}

/// A label of a ticket.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct LabelPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The ticket's number.
    #[expect(dead_code, reason = "it is read by `OnTicket`, and stands here for the document")]
    #[param(value_type = u32)]
    ticket: String,
    /// The label.
    label: String,
}

/// Adds a label to a ticket.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/labels", operation_id = "add_label", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = LabelIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(on: OnTicket, Body(LabelIn { label }): Body<LabelIn>) -> TicketAnswer {
    on.answer(change(&on, vec![label], Vec::new()).await).await
}

/// Takes a label off a ticket.
#[utoipa::path(delete, path = "/api/guilds/{guild}/tickets/{ticket}/labels/{label}", operation_id = "remove_label", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(LabelPath, BotQuery), responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(on: OnTicket, Path(path): Path<LabelPath>) -> TicketAnswer {
    on.answer(change(&on, Vec::new(), vec![path.label]).await).await
}

async fn change(on: &OnTicket, added: Vec<String>, removed: Vec<String>) -> Outcome<Ticket> {
    let parsed = |texts: Vec<String>| texts.iter().map(|text| Label::parse(text)).collect::<Result<_, _>>();
    let change = LabelChange::Some { added: parsed(added)?, removed: parsed(removed)? };
    on.desk.label(on.at, &on.actor, on.id, &change).await
}
