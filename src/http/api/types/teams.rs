//! `/api/guilds/{guild}/types/{type}/teams`: which teams work on a ticket type, and what claiming a ticket of it means.

use serde::Deserialize;
use tickit_domain::desk::TypeStaffChange;
use tickit_domain::settings::ClaimMode;
use utoipa::ToSchema;

use super::type_out::TypeOut;
use super::{OnType, TypeAnswer, TypePath};
use crate::http::api::patch::IfMatch;
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::ProblemOut;

/// Which team comes or goes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TypeTeamsIn {
    /// The name of a team that works on it from now on.
    add: Option<String>,
    /// The name of one that does no longer.
    remove: Option<String>,
    /// What others of staff may do in a ticket that somebody has claimed: `write`, `read` or `hidden`.
    #[schema(value_type = Option<String>)]
    claim_mode: Option<ClaimMode>,
}

/// Changes which teams work on a ticket type, and what others may do in its tickets that are claimed.
#[utoipa::path(patch, path = "/api/guilds/{guild}/types/{type}/teams", operation_id = "edit_type_staff", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = TypeTeamsIn,
    responses(
        (status = 200, description = "The type as it is now", body = TypeOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(on: OnType, IfMatch(after): IfMatch, Body(body): Body<TypeTeamsIn>) -> TypeAnswer {
    let TypeTeamsIn { add: added, remove: removed, claim_mode } = body;
    let (kind, ..) = on.shown().await?;
    let change = TypeStaffChange { added, removed, claim_mode };
    let asked = &on.asked;
    on.answer(asked.desk.edit_type_staff_if(after, asked.at, &asked.actor, &kind.name, &change).await).await
}
