//! `/api/guilds/{guild}/audit`: what was done, by whom, and what it changed.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tickit_domain::actor::Door;
use tickit_domain::event::{Event, EventKind};
use tickit_domain::ids::BotId;
use tickit_domain::store::events::WantedEvents;
use utoipa::ToSchema;

use super::super::guild_access::{GuildPath, InGuild};
use super::super::page::{limit, moment, place};
use super::super::problem::{Problem, ProblemOut};

/// Which entries are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AuditIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// What happened, such as `ticket.closed`.
    #[param(value_type = Option<String>)]
    kind: Option<EventKind>,
    /// Who did it: `user:` and an id, `key:` and an id, `operator` or `tickit`.
    actor: Option<String>,
    /// At or after this time.
    from: Option<String>,
    /// Before this time.
    until: Option<String>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// A page of entries, newest first. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Audit)]
pub(in crate::http) struct AuditOut {
    entries: Vec<EntryOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// What was done once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
struct EntryOut {
    /// Unique in the guild.
    id: String,
    at: String,
    /// What happened, such as `ticket.closed`.
    kind: &'static str,
    /// What was changed, such as `ticket:00000042`.
    subject: String,
    /// `user:` and an id, `key:` and an id, `operator` or `tickit`.
    actor: String,
    /// What they were called then.
    actor_name: String,
    /// Through which door.
    #[schema(value_type = String)]
    door: Door,
    /// The fields that changed, as they were.
    #[schema(value_type = Object)]
    before: Map<String, Value>,
    /// The same fields, as they are after that.
    #[schema(value_type = Object)]
    after: Map<String, Value>,
}

/// Lists what was done in a guild, newest first.
#[utoipa::path(get, path = "/api/guilds/{guild}/audit", operation_id = "list_audit", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, AuditIn), responses(
        (status = 200, description = "A page of entries", body = AuditOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    asked: InGuild,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Json<AuditOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let (limit, after, wanted) = (limit(query.limit)?, place(query.after.as_deref())?, query.wanted()?);
    let page = asked.desk.audit(asked.at, &asked.actor, &wanted, limit, after).await;
    let page = page.map_err(|error| asked.problem(error))?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(AuditOut { entries: page.events.into_iter().map(EntryOut::from).collect(), next }))
}

impl AuditIn {
    fn wanted(self) -> Result<WantedEvents, Problem> {
        let (from, until) = (moment(self.from.as_deref(), "from")?, moment(self.until.as_deref(), "until")?);
        Ok(WantedEvents { kind: self.kind, actor: self.actor, from, until })
    }
}

impl From<Event> for EntryOut {
    fn from(event: Event) -> Self {
        let (id, at, kind) = (event.id(), event.at.to_rfc3339(), event.kind.name());
        let Event { subject, actor, door, before, after, .. } = event;
        let (actor, actor_name) = (actor.key(), actor.name().to_owned());
        Self { id, at, kind, subject, actor, actor_name, door, before, after }
    }
}
