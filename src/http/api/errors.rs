//! `/api/errors`: what failed, found by the number that somebody was told.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use tickit_domain::clock::Timestamp;
use tickit_domain::error_log::{ErrorGroup, ErrorKind, LoggedError};
use tickit_domain::ids::{BotId, ErrorNumber, GuildId};
use tickit_domain::store::errors::{ErrorPage, WantedErrors};
use utoipa::ToSchema;

use super::super::access::Operator;
use super::super::guild_access::{GuildPath, InGuild};
use super::super::page::{limit, moment, place};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;

/// The most characters of a text that is looked for.
const LONGEST_TEXT: usize = 100;

/// Which failures are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ErrorsIn {
    /// The one of this number.
    #[param(value_type = Option<String>)]
    number: Option<ErrorNumber>,
    /// What failed: `interaction`, `request`, `job`, `event` or `bot_stopped`.
    #[param(value_type = Option<String>)]
    kind: Option<ErrorKind>,
    /// Of this cause, as entries and groups name it.
    cause: Option<String>,
    /// About this bot.
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// About this guild. Where the address names a guild, it is that one.
    #[param(value_type = Option<String>)]
    guild: Option<GuildId>,
    /// With this text, in any case.
    text: Option<String>,
    /// At or after this time.
    from: Option<String>,
    /// Before this time.
    until: Option<String>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// Which causes are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct GroupsIn {
    /// What failed: `interaction`, `request`, `job`, `event` or `bot_stopped`.
    #[param(value_type = Option<String>)]
    kind: Option<ErrorKind>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// A page of failures, newest first. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Errors)]
pub(in crate::http) struct ErrorsOut {
    errors: Vec<ErrorOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// A failure of the service's own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoggedError)]
struct ErrorOut {
    /// Its number, which a member or a caller was told.
    number: String,
    at: String,
    /// What failed: `interaction`, `request`, `job`, `event` or `bot_stopped`.
    #[schema(value_type = String)]
    kind: ErrorKind,
    /// What those have in common that failed for one reason.
    cause: String,
    /// What went wrong. What stood in quotes or looked like a secret is left out.
    text: String,
    /// What it happened to: a job's id, a route; may be empty.
    subject: String,
    bot: Option<String>,
    guild: Option<String>,
}

/// A page of causes, the one first that was seen last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErrorGroups)]
pub(in crate::http) struct GroupsOut {
    groups: Vec<GroupOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// All failures of one cause.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ErrorGroup)]
struct GroupOut {
    cause: String,
    /// What failed.
    #[schema(value_type = String)]
    kind: ErrorKind,
    /// What went wrong, as it was said last.
    text: String,
    /// How often, also of those that are not kept any more.
    count: u64,
    first_at: String,
    last_at: String,
}

/// Lists what failed, newest first.
#[utoipa::path(get, path = "/api/errors", operation_id = "list_errors", tag = "errors", security(("operator" = [])),
    params(ErrorsIn), responses(
        (status = 200, description = "A page of failures", body = ErrorsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<ErrorsIn>, QueryRejection>,
) -> Result<Json<ErrorsOut>, Problem> {
    let Query(query) = query.map_err(|_| wrong_filter())?;
    let (limit, after, wanted) = (limit(query.limit)?, place(query.after.as_deref())?, query.wanted()?);
    let page = state.desk()?.desk.errors().page(&wanted, limit, after).await;
    Ok(Json(page.map_err(tickit_domain::error::Error::from)?.into()))
}

/// Lists the causes of what failed, with how often and when.
#[utoipa::path(get, path = "/api/errors/groups", operation_id = "list_error_groups", tag = "errors",
    security(("operator" = [])), params(GroupsIn), responses(
        (status = 200, description = "A page of causes", body = GroupsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn groups(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<GroupsIn>, QueryRejection>,
) -> Result<Json<GroupsOut>, Problem> {
    let Query(GroupsIn { kind, limit: most, after }) = query.map_err(|_| wrong_filter())?;
    let page = state.desk()?.desk.errors().groups(kind, limit(most)?, place(after.as_deref())?).await;
    let page = page.map_err(tickit_domain::error::Error::from)?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(GroupsOut { groups: page.groups.into_iter().map(GroupOut::from).collect(), next }))
}

/// Lists what failed in a guild, newest first.
#[utoipa::path(get, path = "/api/guilds/{guild}/errors", operation_id = "list_guild_errors", tag = "errors",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, ErrorsIn), responses(
        (status = 200, description = "A page of failures", body = ErrorsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn of_guild(
    asked: InGuild,
    query: Result<Query<ErrorsIn>, QueryRejection>,
) -> Result<Json<ErrorsOut>, Problem> {
    let Query(query) = query.map_err(|_| wrong_filter())?;
    let (limit, after, wanted) = (limit(query.limit)?, place(query.after.as_deref())?, query.wanted()?);
    let page = asked.desk.list_errors(asked.at, &asked.actor, wanted, limit, after).await;
    Ok(Json(page.map_err(|error| asked.problem(error))?.into()))
}

fn wrong_filter() -> Problem {
    Problem::invalid_query("A filter has not the expected form.")
}

impl ErrorsIn {
    fn wanted(self) -> Result<WantedErrors, Problem> {
        let (from, until) = (moment(self.from.as_deref(), "from")?, moment(self.until.as_deref(), "until")?);
        let Self { number, kind, cause, bot, guild, text, .. } = self;
        if text.as_ref().is_some_and(|text| text.is_empty() || text.chars().count() > LONGEST_TEXT) {
            return Err(Problem::invalid_query(format!("1 to {LONGEST_TEXT} characters.")).in_field("text"));
        }
        Ok(WantedErrors { number, kind, cause, bot, guild, from, until, text })
    }
}

impl From<ErrorPage> for ErrorsOut {
    fn from(page: ErrorPage) -> Self {
        let next = page.next.map(|next| next.to_string());
        Self { errors: page.errors.into_iter().map(ErrorOut::from).collect(), next }
    }
}

impl From<LoggedError> for ErrorOut {
    fn from(error: LoggedError) -> Self {
        let LoggedError { number, at, kind, cause, text, subject, bot, guild } = error;
        let (number, at) = (number.to_string(), Timestamp::to_rfc3339(at));
        let (bot, guild) = (bot.map(|bot| bot.to_string()), guild.map(|guild| guild.to_string()));
        Self { number, at, kind, cause, text, subject, bot, guild }
    }
}

impl From<ErrorGroup> for GroupOut {
    fn from(group: ErrorGroup) -> Self {
        let ErrorGroup { cause, kind, text, count, first, last } = group;
        Self { cause, kind, text, count, first_at: first.to_rfc3339(), last_at: last.to_rfc3339() }
    }
}
