//! What was done, by whom, and what it changed: in a guild, and in the service itself.

pub(in crate::http) mod export;
pub(in crate::http) mod format;
pub(in crate::http) mod list;

pub(in crate::http) use format::Format;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tickit_domain::actor::{Actor, Door};
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::event::{Event, EventKind};
use tickit_domain::ids::BotId;
use tickit_domain::store::Cursor;
use tickit_domain::store::event_pages::{EventPage, WantedEvents};
use utoipa::ToSchema;

pub(in crate::http) use self::format::cell;
use super::super::page::moment;
use super::super::problem::Problem;

/// Which entries are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AuditIn {
    /// The bot's id, where a guild's is asked for and the key is the operator's.
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
    /// How many a page, 100 at most; 50 where nothing is said. An export has no pages.
    limit: Option<usize>,
    /// What the page before named as `next`. An export begins there.
    after: Option<String>,
    /// As what an export comes, `csv` or `ndjson`; `csv` where nothing is said.
    #[param(value_type = Option<String>)]
    format: Option<Format>,
}

/// What was done once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
struct EntryOut {
    /// Unique in the guild.
    id: String,
    /// Where it stands in the chain that shows tampering; none for some seconds.
    position: Option<u64>,
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

/// What it is asked about, by somebody who may ask.
#[derive(Debug)]
enum Of {
    Guild(Place, Actor),
    Service,
}

impl Of {
    async fn page(
        &self,
        desk: &Desk,
        wanted: &WantedEvents,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<EventPage> {
        match self {
            Self::Guild(at, actor) => desk.audit(*at, actor, wanted, limit, after).await,
            Self::Service => desk.audit_of_service(wanted, limit, after).await,
        }
    }
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
        let Event { subject, actor, door, before, after, position, .. } = event;
        let (actor, actor_name) = (actor.key(), actor.name().to_owned());
        Self { id, position, at, kind, subject, actor, actor_name, door, before, after }
    }
}
