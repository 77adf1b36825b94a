//! `/api/guilds/{guild}/audit/export` and `/api/audit/export`: all of it in one answer, which is read page by page.

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tickit_domain::actor::Actor;
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::store::Cursor;
use tickit_domain::store::event_pages::WantedEvents;

use super::super::super::access::Operator;
use super::super::super::guild_access::{GuildPath, InGuild};
use super::super::super::page::place;
use super::super::super::problem::{Problem, ProblemOut};
use super::super::super::state::HttpState;
use super::format::Format;
use super::{AuditIn, EntryOut, Of};

/// So many entries are read, and in memory, at once.
const PAGE: usize = 100;

/// What is left to be exported.
struct Rest {
    of: Of,
    desk: Desk,
    wanted: WantedEvents,
    format: Format,
    next: Next,
}

/// Where it goes on.
enum Next {
    /// With what was read already.
    Text(String, Option<Cursor>),
    From(Cursor),
    End,
}

/// Exports what was done in a guild, newest first: as CSV or as a JSON object a line. A cell of CSV that a spreadsheet
/// would take for a formula (`=`, `+`, `-`, `@`, a tab or a carriage return first) has a `'` in front.
#[utoipa::path(get, path = "/api/guilds/{guild}/audit/export", operation_id = "export_audit", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, AuditIn), responses(
        (status = 200, description = "The entries", body = String, content_type = "text/csv"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn export(
    asked: InGuild,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let after = place(query.after.as_deref())?;
    let rest = Rest::of(Of::Guild(asked.at, asked.actor.clone()), asked.desk.clone(), query)?;
    rest.begin(after).await.map_err(|error| asked.problem(error))
}

/// Exports what was done to bots, keys and sign-ins, as a guild's audit log is.
#[utoipa::path(get, path = "/api/audit/export", operation_id = "export_service_audit", tag = "service",
    security(("operator" = [])), params(AuditIn), responses(
        (status = 200, description = "The entries", body = String, content_type = "text/csv"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn export_of_service(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let after = place(query.after.as_deref())?;
    let rest = Rest::of(Of::Service, state.desk()?.desk.clone(), query)?;
    Ok(rest.begin(after).await?)
}

/// A guild's audit log as its page exports it, for whoever may read it.
pub(in crate::http) async fn of_guild(
    desk: &Desk,
    (at, actor): (Place, &Actor),
    wanted: WantedEvents,
    format: Format,
) -> Outcome<Response> {
    Rest { of: Of::Guild(at, actor.clone()), desk: desk.clone(), wanted, format, next: Next::End }.begin(None).await
}

/// All that was done to bots, keys and sign-ins of what is wanted, for whoever runs the service.
pub(in crate::http) async fn of_service(desk: Desk, wanted: WantedEvents, format: Format) -> Outcome<Response> {
    Rest { of: Of::Service, desk, wanted, format, next: Next::End }.begin(None).await
}

impl Rest {
    fn of(of: Of, desk: Desk, query: AuditIn) -> Result<Self, Problem> {
        let format = query.format.unwrap_or(Format::Csv);
        Ok(Self { of, desk, wanted: query.wanted()?, format, next: Next::End })
    }

    /// The answer, once the first page was read: until then it can still be refused.
    async fn begin(mut self, after: Option<Cursor>) -> Outcome<Response> {
        let (text, next) = self.page(after).await?;
        self.next = Next::Text(format!("{}{text}", self.format.head()), next);
        let headers = [
            (CONTENT_TYPE, self.format.content_type().to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename=\"audit.{}\"", self.format.ending())),
        ];
        Ok((headers, Body::from_stream(stream::try_unfold(self, Self::part))).into_response())
    }

    /// The next part, and how to go on.
    async fn part(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        let (text, next) = match std::mem::replace(&mut self.next, Next::End) {
            Next::Text(text, next) => (text, next),
            Next::From(after) => {
                let page = self.page(Some(after)).await;
                page.inspect_err(|error| tracing::error!(%error, "an export of the audit log breaks off"))?
            }
            Next::End => return Ok(None),
        };
        self.next = next.map_or(Next::End, Next::From);
        Ok(Some((Bytes::from(text), self)))
    }

    async fn page(&self, after: Option<Cursor>) -> Outcome<(String, Option<Cursor>)> {
        let page = self.of.page(&self.desk, &self.wanted, PAGE, after).await?;
        let lines = page.events.into_iter().map(|event| self.format.line(&EntryOut::from(event)));
        Ok((lines.collect(), page.next))
    }
}
