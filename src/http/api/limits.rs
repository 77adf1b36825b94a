//! `/api/guilds/{guild}/limits`: how many tickets members of a role may have open, of all types together.

use axum::Json;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use tickit_domain::error::Outcome;
use tickit_domain::ids::RoleId;
use tickit_domain::settings::{OpenLimits, RoleLimit};
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};
use super::patch::{IfMatch, Version, version};

/// How many tickets members may have open, of all types together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Limits)]
pub(in crate::http) struct LimitsOut {
    /// How many each, as the settings say; none: as many as the types let.
    each: Option<u32>,
    /// How many members of roles instead. Of several roles the most generous counts.
    roles: Vec<RoleLimitOut>,
}

/// How many tickets members of a role may have open.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoleLimit)]
struct RoleLimitOut {
    #[schema(value_type = String)]
    role: RoleId,
    limit: u32,
}

/// How many tickets members of a role may have open from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RoleLimitIn {
    /// 50 at most; 0: none.
    limit: u32,
}

/// The limits, and the version of the settings that they are of.
type LimitsAnswer = Result<(Version, Json<LimitsOut>), Problem>;

/// Which role.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct RolePath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The role's id.
    role: String,
}

/// Lists the limits.
#[utoipa::path(get, path = "/api/guilds/{guild}/limits", operation_id = "list_limits", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The limits", body = LimitsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> LimitsAnswer {
    let shown = asked.desk.show_settings(asked.at, &asked.actor).await;
    let (settings, changes) = shown.map_err(|error| asked.problem(error))?;
    Ok((version(changes), Json(settings.open_limits.into())))
}

/// Says how many tickets members of a role may have open.
#[utoipa::path(put, path = "/api/guilds/{guild}/limits/{role}", operation_id = "limit_role", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(RolePath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = RoleLimitIn,
    responses(
        (status = 200, description = "The limits as they are now", body = LimitsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn limit(
    asked: InGuild,
    Path(path): Path<RolePath>,
    IfMatch(after): IfMatch,
    Body(RoleLimitIn { limit }): Body<RoleLimitIn>,
) -> LimitsAnswer {
    let done = asked.desk.limit_role_if(after, asked.at, &asked.actor, path.role()?, Some(limit)).await;
    answer(asked, done).await
}

/// Has members of a role have no limit of their own any more.
#[utoipa::path(delete, path = "/api/guilds/{guild}/limits/{role}", operation_id = "unlimit_role", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(RolePath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), responses(
        (status = 200, description = "The limits that are left", body = LimitsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn unlimit(
    asked: InGuild,
    Path(path): Path<RolePath>,
    IfMatch(after): IfMatch,
) -> LimitsAnswer {
    let done = asked.desk.limit_role_if(after, asked.at, &asked.actor, path.role()?, None).await;
    answer(asked, done).await
}

/// What the caller reads of the limits as they are after a change.
async fn answer(asked: InGuild, done: Outcome<OpenLimits>) -> LimitsAnswer {
    done.map_err(|error| asked.problem(error))?;
    list(asked).await
}

impl RolePath {
    fn role(&self) -> Result<RoleId, Problem> {
        self.role.parse().map_err(|_| Problem::invalid_query("This is no role's id.").in_field("role"))
    }
}

impl From<OpenLimits> for LimitsOut {
    fn from(limits: OpenLimits) -> Self {
        let roles = limits.roles.into_iter().map(|RoleLimit { role, limit }| RoleLimitOut { role, limit });
        Self { each: limits.each, roles: roles.collect() }
    }
}
