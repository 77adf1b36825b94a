//! `/dashboard/{bot}/{guild}/tickets`: a server's tickets, by what they are filtered by.

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tickit_domain::error::Outcome;
use tickit_domain::label::Label;
use tickit_domain::settings::TypeId;
use tickit_domain::store::Cursor;
use tickit_domain::store::ticket_pages::{TicketPage, Wanted};
use tickit_domain::ticket::{Priority, Ticket, TicketState, WaitingFor};

use super::choice::Choice;
use super::frame::{Frame, Section, base, page};
use super::in_place::InPlace;
use super::instead::Instead;
use super::moment::Moment;
use crate::http::problem::Problem;

/// So many tickets are a page.
const A_PAGE: usize = 50;

/// What can be filtered by. The other states last for moments.
const STATES: [TicketState; 3] = [TicketState::Open, TicketState::Closing, TicketState::Closed];
const SIDES: [WaitingFor; 2] = [WaitingFor::Staff, WaitingFor::Member];

/// What tickets are filtered by. An empty text filters by nothing: it is what a form sends of a field that nobody filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TicketsIn {
    status: String,
    priority: String,
    #[serde(rename = "type")]
    kind: String,
    waiting_for: String,
    label: String,
    text: String,
    after: String,
}

#[derive(Template)]
#[template(path = "pages/tickets.html")]
struct TicketsPage {
    frame: Frame,
    base: String,
    filter: TicketsIn,
    any: String,
    states: Vec<Choice>,
    priorities: Vec<Choice>,
    sides: Vec<Choice>,
    types: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// One ticket.
struct Row {
    number: u32,
    address: String,
    name: String,
    topic: String,
    kind: String,
    opener: String,
    state: &'static str,
    state_text: String,
    priority: &'static str,
    priority_text: String,
    /// Whose turn it is, as long as it is open.
    waiting: Option<String>,
    assignee: Option<String>,
    labels: Vec<String>,
    opened_at: Moment,
}

/// Lists tickets, newest first.
pub(super) async fn show(place: InPlace, query: Result<Query<TicketsIn>, QueryRejection>) -> Result<Response, Instead> {
    let strange = |_| place.problem(Problem::invalid_query("A filter has not the expected form."));
    let Query(filter) = query.map_err(strange)?;
    let frame = place.frame(Section::Tickets).await?;
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    let found = find(&place, &filter).await.map_err(|error| place.instead(error))?;
    let next = found.next.map(|next| next.to_string());
    let rows = rows(&place, &frame, found.tickets).await;
    let types = settings.types.iter().map(|kind| (kind.id.0.to_string(), kind.name.as_str()));
    let types = Choice::among(types, &filter.kind);
    let states = Choice::among(STATES.map(|state| (state.name(), frame.state(state))), &filter.status);
    let priorities = Priority::ALL.map(|priority| (priority.name(), frame.priority(priority)));
    let priorities = Choice::among(priorities, &filter.priority);
    let sides = Choice::among(SIDES.map(|side| (side.name(), frame.waiting(side))), &filter.waiting_for);
    let (any, base) = (frame.say("page-any"), base(place.at));
    Ok(page(&TicketsPage { frame, base, filter, any, states, priorities, sides, types, rows, next }))
}

async fn find(place: &InPlace, filter: &TicketsIn) -> Outcome<TicketPage> {
    let (wanted, after) = (filter.wanted()?, filter.after.parse::<Cursor>().ok());
    match filter.text.trim() {
        "" => place.desk.ticket_page(place.at, &place.actor, &wanted, A_PAGE, after).await,
        text => place.desk.search_page(place.at, &place.actor, (text, &wanted), A_PAGE, after.as_ref()).await,
    }
}

impl TicketsIn {
    /// The address of a list that begins after this place.
    fn with_after(&self, base: &str, after: &str) -> String {
        let fields = [
            ("status", &self.status),
            ("priority", &self.priority),
            ("type", &self.kind),
            ("waiting_for", &self.waiting_for),
            ("label", &self.label),
            ("text", &self.text),
        ];
        let chosen = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let query = chosen.map(|(name, value)| format!("{name}={}&", utf8_percent_encode(value, NON_ALPHANUMERIC)));
        format!("{base}/tickets?{}after={}", query.collect::<String>(), utf8_percent_encode(after, NON_ALPHANUMERIC))
    }

    /// What is not known of a filter filters by nothing.
    fn wanted(&self) -> Outcome<Wanted> {
        let label = match self.label.trim() {
            "" => None,
            text => Some(Label::parse(text)?),
        };
        Ok(Wanted {
            states: named(&self.status).into_iter().collect(),
            priority: named(&self.priority),
            waiting_for: named(&self.waiting_for),
            kind: self.kind.parse().ok().map(TypeId),
            label,
            ..Wanted::default()
        })
    }
}

/// Something that has a name, by that.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}

async fn rows(place: &InPlace, frame: &Frame, tickets: Vec<Ticket>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(tickets.len());
    for ticket in tickets {
        let assignee = match ticket.claimed_by {
            Some(user) => Some(place.name_of(user).await),
            None => None,
        };
        rows.push(Row::of(ticket, &base(place.at), frame, assignee));
    }
    rows
}

impl Row {
    fn of(ticket: Ticket, base: &str, frame: &Frame, assignee: Option<String>) -> Self {
        Self {
            number: ticket.id.get(),
            address: format!("{base}/tickets/{}", ticket.id.get()),
            state: ticket.state.name(),
            state_text: frame.state(ticket.state),
            priority: ticket.priority.name(),
            priority_text: frame.priority(ticket.priority),
            waiting: (ticket.state == TicketState::Open).then(|| frame.waiting(ticket.waiting_for)),
            labels: ticket.labels.iter().map(ToString::to_string).collect(),
            opened_at: Moment(ticket.opened_at),
            name: ticket.name,
            topic: ticket.topic,
            kind: ticket.type_name,
            opener: ticket.opener_name,
            assignee,
        }
    }
}
