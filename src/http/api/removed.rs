//! `/api/guilds/{guild}/removed`: what was removed of late and can be taken back, each by a route of its own.

use axum::Json;
use serde::Serialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Removed;
use tickit_domain::panel::Panel;
use tickit_domain::restorable::restorable_until;
use tickit_domain::settings::TicketType;
use tickit_domain::tag::Tag;
use utoipa::ToSchema;

use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};

/// What can be taken back, as far as whoever asks may do that.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Removed)]
pub(in crate::http) struct RemovedOut {
    /// Ticket types, the newest first.
    types: Vec<NumberedOut>,
    /// Panels, oldest first.
    panels: Vec<NumberedOut>,
    /// Tags, by name.
    tags: Vec<NamedOut>,
}

/// A type or a panel that was removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedNumbered)]
struct NumberedOut {
    number: u32,
    name: String,
    #[serde(flatten)]
    times: TimesOut,
}

/// A tag that was removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedNamed)]
struct NamedOut {
    name: String,
    #[serde(flatten)]
    times: TimesOut,
}

/// When it was removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedTimes)]
struct TimesOut {
    removed_at: Option<String>,
    /// Until when it can be taken back.
    until: Option<String>,
}

/// Lists what was removed within the last 30 days and can be taken back.
#[utoipa::path(get, path = "/api/guilds/{guild}/removed", operation_id = "list_removed", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "What can be taken back", body = RemovedOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> Result<Json<RemovedOut>, Problem> {
    let removed = asked.desk.list_removed(asked.at, &asked.actor).await;
    removed.map(|removed| Json(removed.into())).map_err(|error| asked.problem(error))
}

impl From<Removed> for RemovedOut {
    fn from(Removed { types, panels, tags }: Removed) -> Self {
        Self {
            types: types.into_iter().map(NumberedOut::from).collect(),
            panels: panels.into_iter().map(NumberedOut::from).collect(),
            tags: tags.into_iter().map(NamedOut::from).collect(),
        }
    }
}

impl From<TicketType> for NumberedOut {
    fn from(kind: TicketType) -> Self {
        Self { number: kind.id.0.into(), name: kind.name, times: kind.removed_at.into() }
    }
}

impl From<Panel> for NumberedOut {
    fn from(panel: Panel) -> Self {
        Self { number: panel.id.0, name: panel.name, times: panel.removed_at.into() }
    }
}

impl From<Tag> for NamedOut {
    fn from(tag: Tag) -> Self {
        Self { times: tag.removed_at().into(), name: tag.name }
    }
}

impl From<Option<Timestamp>> for TimesOut {
    fn from(removed_at: Option<Timestamp>) -> Self {
        let text = |at: Option<Timestamp>| at.map(Timestamp::to_rfc3339);
        Self { removed_at: text(removed_at), until: text(removed_at.map(restorable_until)) }
    }
}
