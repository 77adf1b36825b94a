//! `/dashboard/audit`: what was done to bots, keys and sign-ins, and by whom; the same as a file.

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use tickit_domain::event::{Event, EventKind};
use tickit_domain::store::Cursor;
use tickit_domain::store::event_pages::WantedEvents;

use super::address_of;
use super::errors::{DAY, day};
use super::operator::Operator;
use crate::http::api::audit::export::of_service;
use crate::http::api::audit::format::Format;
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::problem::Problem;

/// So many are a page.
const A_PAGE: usize = 50;

/// The most characters of a field's value that are shown in the list.
const LONGEST: usize = 200;

/// What entries are filtered by. An empty text filters by nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct AuditIn {
    kind: String,
    actor: String,
    from: String,
    until: String,
    after: String,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "pages/service/audit.html")]
struct AuditPage {
    frame: Frame,
    filter: AuditIn,
    any: String,
    kinds: Vec<Choice>,
    rows: Vec<EntryRow>,
    csv: String,
    json: String,
    next: Option<String>,
}

/// What was done once.
struct EntryRow {
    at: Moment,
    kind: &'static str,
    subject: String,
    actor: String,
    door: String,
    changes: Vec<Changed>,
}

/// A field that changed.
struct Changed {
    field: String,
    before: String,
    after: String,
}

/// Lists entries, newest first.
pub(in crate::http::pages) async fn show(
    operator: Operator,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let Query(filter) = query.map_err(|_| operator.problem(strange()))?;
    let after = filter.after.parse::<Cursor>().ok();
    let found = operator.desk().audit_of_service(&filter.wanted(), A_PAGE, after).await;
    let found = found.map_err(|error| operator.instead(error))?;
    let frame = operator.frame(Section::ServiceAudit);
    let kinds = EventKind::ALL.iter().map(|kind| (kind.name(), kind.name())).filter(|(name, _)| is_of_service(name));
    let kinds = Choice::among(kinds, &filter.kind);
    let [csv, json] = ["csv", "ndjson"].map(|format| filter.address("/dashboard/audit/export", ("format", format)));
    let next = found.next.map(|next| filter.address("/dashboard/audit", ("after", &next.to_string())));
    let (rows, any) = (found.events.into_iter().map(EntryRow::from).collect(), frame.say("page-any"));
    Ok(page(&AuditPage { frame, filter, any, kinds, rows, csv, json, next }))
}

/// All of them as a file.
pub(in crate::http::pages) async fn export(
    operator: Operator,
    query: Result<Query<AuditIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let Query(filter) = query.map_err(|_| operator.problem(strange()))?;
    let format = filter.format.unwrap_or(Format::Csv);
    of_service(operator.desk().clone(), filter.wanted(), format).await.map_err(|error| operator.instead(error))
}

fn strange() -> Problem {
    Problem::invalid_query("A filter has not the expected form.")
}

/// Whether something of this kind happens to what is the service's own.
fn is_of_service(kind: &str) -> bool {
    ["bot.", "key.", "sign_in.", "job."].iter().any(|own| kind.starts_with(own))
}

impl AuditIn {
    fn wanted(&self) -> WantedEvents {
        WantedEvents {
            kind: EventKind::ALL.iter().copied().find(|kind| kind.name() == self.kind),
            actor: Some(self.actor.trim().to_owned()).filter(|actor| !actor.is_empty()),
            from: day(&self.from),
            until: day(&self.until).map(|day| day.plus(DAY)),
        }
    }

    /// Where the same is seen with something more.
    fn address(&self, path: &str, more: (&str, &str)) -> String {
        let own = [("kind", &*self.kind), ("actor", &self.actor), ("from", &self.from), ("until", &self.until)];
        address_of(path, own.into_iter().chain([more]))
    }
}

impl From<Event> for EntryRow {
    fn from(event: Event) -> Self {
        let door = serde_json::to_value(event.door).ok().and_then(|door| door.as_str().map(str::to_owned));
        let (name, key) = (event.actor.name().to_owned(), event.actor.key());
        Self {
            at: Moment(event.at),
            kind: event.kind.name(),
            actor: if name.is_empty() || name == key { key } else { format!("{name} ({key})") },
            door: door.unwrap_or_default(),
            changes: changes(&event.before, &event.after),
            subject: event.subject,
        }
    }
}

fn changes(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Changed> {
    let mut fields: Vec<&String> = before.keys().chain(after.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    let text = |of: &Map<String, Value>, field: &String| match of.get(field) {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.chars().take(LONGEST).collect(),
        Some(value) => value.to_string().chars().take(LONGEST).collect(),
    };
    let changed =
        |field: &String| Changed { field: field.clone(), before: text(before, field), after: text(after, field) };
    fields.into_iter().map(changed).collect()
}
