//! `/api/guilds/{guild}/staff`: who works on tickets, besides the roles in the settings.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use serde::{Deserialize, Serialize};
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::settings::{Rank, Settings};
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};
use super::super::whom::WhomPath;

/// How somebody works on tickets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct StaffIn {
    /// `viewer`, `trainee` or `agent`; an agent where this is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    rank: Option<Rank>,
    /// In which team, which is made where there is none of that name; on all tickets where this is left out.
    team: Option<String>,
}

/// From where somebody goes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct FromIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// Out of which team; off all tickets where this is left out.
    team: Option<String>,
}

/// Who works on tickets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
pub(in crate::http) struct StaffOut {
    staff: Vec<MemberOut>,
}

/// Somebody on staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StaffMember)]
struct MemberOut {
    /// A user's id, or a role's behind `&`.
    whom: String,
    #[schema(value_type = String)]
    rank: Rank,
    /// In which team; none: on all tickets.
    team: Option<String>,
}

/// Lists who works on tickets, of every team.
#[utoipa::path(get, path = "/api/guilds/{guild}/staff", operation_id = "list_staff", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "Who it is", body = StaffOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> Result<Json<StaffOut>, Problem> {
    answer(&asked, asked.desk.list_staff(asked.at, &asked.actor).await)
}

/// Puts somebody on staff.
#[utoipa::path(put, path = "/api/guilds/{guild}/staff/{whom}", operation_id = "add_staff", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WhomPath, BotQuery), request_body = StaffIn,
    responses(
        (status = 200, description = "Who is on staff then", body = StaffOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    asked: InGuild,
    Path(path): Path<WhomPath>,
    Body(StaffIn { rank, team }): Body<StaffIn>,
) -> Result<Json<StaffOut>, Problem> {
    let (rank, team) = (rank.unwrap_or(Rank::Agent), team.as_deref());
    answer(&asked, asked.desk.add_staff(asked.at, &asked.actor, path.whom()?, rank, team).await)
}

/// Takes somebody off staff.
#[utoipa::path(delete, path = "/api/guilds/{guild}/staff/{whom}", operation_id = "remove_staff", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WhomPath, FromIn), responses(
        (status = 200, description = "Who is on staff then", body = StaffOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(
    asked: InGuild,
    Path(path): Path<WhomPath>,
    query: Result<Query<FromIn>, QueryRejection>,
) -> Result<Json<StaffOut>, Problem> {
    let Query(from) = query.map_err(|_| Problem::invalid_query("A team has a name."))?;
    answer(&asked, asked.desk.remove_staff(asked.at, &asked.actor, path.whom()?, from.team.as_deref()).await)
}

fn answer(asked: &InGuild, done: Outcome<Settings>) -> Result<Json<StaffOut>, Problem> {
    done.map(|settings| Json(settings.into())).map_err(|error| asked.problem(error))
}

impl From<Settings> for StaffOut {
    fn from(settings: Settings) -> Self {
        let roles = settings.staff.iter().map(|role| (format!("&{role}"), Rank::Agent, None));
        let others = settings.ranks.iter().map(|one| (one.whom.to_string(), one.rank, one.team));
        let called = |team| settings.teams.iter().find(|known| Some(known.id) == team).map(|known| known.name.clone());
        let staff = roles.chain(others).map(|(whom, rank, team)| MemberOut { whom, rank, team: called(team) });
        Self { staff: staff.collect() }
    }
}
