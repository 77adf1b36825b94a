//! `/dashboard/{bot}/{guild}/audit`: what was done, by whom, and what it changed.

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::event::{Event, EventKind};
use tickit_domain::store::Cursor;
use tickit_domain::store::event_pages::{EventPage, WantedEvents};

use super::audit_change::{Changed, changes};
use super::choice::Choice;
use super::frame::{Frame, Section, base, page};
use super::in_place::InPlace;
use super::instead::Instead;
use super::moment::Moment;
use crate::http::api::audit::Format;
use crate::http::api::audit::export::of_guild;
use crate::http::problem::Problem;

/// So many entries are a page.
const A_PAGE: usize = 50;

/// Which entries are wanted. An empty text filters by nothing: it is what a form sends of a field that nobody filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AuditIn {
    kind: String,
    actor: String,
    /// A day in UTC, such as `2026-11-27`.
    from: String,
    /// The last day.
    until: String,
    after: String,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "pages/audit.html")]
struct AuditPage {
    frame: Frame,
    base: String,
    filter: AuditIn,
    any: String,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// What was done once.
struct Row {
    at: Moment,
    what: String,
    subject: String,
    who: String,
    key: String,
    door: String,
    changes: Vec<Changed>,
}

type Asked = Result<Query<AuditIn>, QueryRejection>;

/// Lists what was done, newest first.
pub(super) async fn show(place: InPlace, query: Asked) -> Result<Response, Instead> {
    let filter = filter(&place, query)?;
    let found = find(&place, &filter).await?;
    let frame = place.frame(Section::Audit).await?;
    let parts = place.visitor.state.0.known.names.parts(&place.desk, place.at).await;
    let row = |event: Event| Row::of(&frame, changes(parts.as_deref(), &event), event);
    let next = found.next.map(|next| utf8_percent_encode(&next.to_string(), NON_ALPHANUMERIC).to_string());
    let (next, rows) = (next, found.events.into_iter().map(row).collect());
    let kinds = EventKind::ALL.iter().map(|kind| (kind.name(), frame.say(&text_of(*kind))));
    let kinds = Choice::among(kinds, &filter.kind);
    let (any, base) = (frame.say("page-any"), base(place.at));
    Ok(page(&AuditPage { frame, base, filter, any, kinds, rows, next }))
}

/// All of it in one file.
pub(super) async fn export(place: InPlace, query: Asked) -> Result<Response, Instead> {
    let filter = filter(&place, query)?;
    let format = filter.format.unwrap_or(Format::Csv);
    let exported = of_guild(&place.desk, (place.at, &place.actor), filter.wanted(), format).await;
    exported.map_err(|error| place.instead(error))
}

fn filter(place: &InPlace, query: Asked) -> Result<AuditIn, Instead> {
    let strange = |_| place.problem(Problem::invalid_query("A filter has not the expected form."));
    query.map(|Query(filter)| filter).map_err(strange)
}

async fn find(place: &InPlace, filter: &AuditIn) -> Result<EventPage, Instead> {
    let after = filter.after.parse::<Cursor>().ok();
    let found = place.desk.audit(place.at, &place.actor, &filter.wanted(), A_PAGE, after).await;
    found.map_err(|error| place.instead(error))
}

/// The key of what a kind of event is called.
fn text_of(kind: EventKind) -> String {
    format!("page-event-{}", kind.name().replace('.', "-"))
}

impl AuditIn {
    /// What is not known of a filter filters by nothing.
    fn wanted(&self) -> WantedEvents {
        let kind = EventKind::ALL.iter().copied().find(|kind| kind.name() == self.kind);
        let day = |text: &str, time: &str| Timestamp::parse_rfc3339(&format!("{}T{time}Z", text.trim()));
        WantedEvents {
            kind,
            actor: self.actor(),
            from: day(&self.from, "00:00:00"),
            until: day(&self.until, "23:59:59.999"),
        }
    }

    /// A user's id stands for the user.
    fn actor(&self) -> Option<String> {
        let text = self.actor.trim();
        let is_id = text.bytes().all(|byte| byte.is_ascii_digit());
        (!text.is_empty()).then(|| if is_id { format!("user:{text}") } else { text.to_owned() })
    }

    /// What it filters by, as a query that more is added to.
    fn query(&self) -> String {
        let fields = [("kind", &self.kind), ("actor", &self.actor), ("from", &self.from), ("until", &self.until)];
        let chosen = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let query = chosen.map(|(name, value)| format!("{name}={}&", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        query.collect::<String>()
    }
}

impl Row {
    fn of(frame: &Frame, changes: Vec<Changed>, event: Event) -> Self {
        let door = serde_json::to_value(event.door).ok();
        let door = door.as_ref().and_then(|door| door.as_str()).unwrap_or_default();
        Self {
            at: Moment(event.at),
            what: frame.say(&text_of(event.kind)),
            who: event.actor.name().to_owned(),
            key: event.actor.key(),
            door: frame.say(&format!("page-door-{door}")),
            subject: event.subject,
            changes,
        }
    }
}
