//! Opening a ticket for a member.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use tickit_domain::ids::UserId;
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{OpenRequest, Origin};
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use crate::http::body::Body;
use crate::http::guild_access::{BotQuery, GuildPath, InGuild};
use crate::http::problem::{Problem, ProblemOut};

/// For whom which ticket is opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewTicketIn {
    /// The number of its type.
    #[serde(rename = "type")]
    #[schema(value_type = u16)]
    kind: TypeId,
    /// The member whose ticket it is. Of its type's form nothing is asked where that is not the caller.
    #[schema(value_type = String)]
    opener: UserId,
}

/// Opens a ticket for a member. Its record is there once this is answered, its channel a moment later.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets", operation_id = "open_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), request_body = NewTicketIn,
    responses(
        (status = 201, description = "The ticket, being opened", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn open(
    asked: InGuild,
    Body(NewTicketIn { kind, opener }): Body<NewTicketIn>,
) -> Result<(StatusCode, Json<TicketOut>), Problem> {
    let request = OpenRequest { kind, origin: Origin::User(opener) };
    let opened = asked.desk.open_now(asked.at, &asked.actor, request, &[]).await;
    let ticket = opened.map_err(|error| asked.problem(error))?.ok_or_else(Problem::under_way)?;
    Ok((StatusCode::CREATED, Json(asked.shown(ticket).await?)))
}
