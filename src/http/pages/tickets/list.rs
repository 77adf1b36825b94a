//! A page of tickets, with what they can be filtered by.

use askama::Template;
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tickit_domain::desk::TicketCounts;
use tickit_domain::error::Outcome;
use tickit_domain::settings::Settings;
use tickit_domain::store::Cursor;
use tickit_domain::store::ticket_pages::TicketPage;
use tickit_domain::ticket::{Priority, Ticket, TicketState, WaitingFor};

use super::filter::{FilterIn, ME, NOBODY, OLDEST};
use super::views::{Draft, ViewsOut};
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, base, page};
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;

/// So many tickets are a page.
const A_PAGE: usize = 50;

/// What can be filtered by. The other states last for moments.
const STATES: [TicketState; 3] = [TicketState::Open, TicketState::Closing, TicketState::Closed];
const SIDES: [WaitingFor; 2] = [WaitingFor::Staff, WaitingFor::Member];

/// Which page of the list is wanted: what stands behind a place in it, or before; and which view was removed just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct PlaceIn {
    after: String,
    before: String,
    removed: String,
}

/// What is told of a form that somebody sent.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// What became of several tickets at once.
    pub(super) bulk: Done,
    /// What was entered for a view, and why that is not taken.
    pub(super) view: Draft,
}

/// What became of several tickets at once.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// How many were changed.
    pub(super) changed: usize,
    /// Those that were not, by number, and why.
    pub(super) refused: Vec<(u32, String)>,
}

#[derive(Template)]
#[template(path = "pages/tickets.html")]
struct TicketsPage {
    frame: Frame,
    base: String,
    once: String,
    filter: FilterIn,
    query: String,
    /// Where this page of the list is.
    here: String,
    any: String,
    tabs: Vec<Tab>,
    views: Option<ViewsOut>,
    choices: Choices,
    rows: Vec<Row>,
    done: Done,
    may_change: bool,
    turn: Turn,
}

/// Where what stands before and behind a page is, and what that is called.
#[derive(Default)]
struct Turn {
    back: Option<(String, String)>,
    forth: Option<(String, String)>,
}

/// What can be chosen.
struct Choices {
    states: Vec<Choice>,
    priorities: Vec<Choice>,
    sides: Vec<Choice>,
    types: Vec<Choice>,
    assignees: Vec<Choice>,
    orders: Vec<Choice>,
    people: Vec<Choice>,
    new_priorities: Vec<Choice>,
}

/// A list that is one press away, and how many are in it.
struct Tab {
    address: String,
    text: String,
    count: String,
    is_here: bool,
}

/// One ticket.
struct Row {
    number: u32,
    number_text: String,
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

/// The page, with what is told of a form.
pub(super) async fn page_with(place: &InPlace, filter: FilterIn, at: PlaceIn, told: Told) -> Result<Response, Instead> {
    let frame = place.frame(Section::Tickets).await?;
    let shown = TicketsPage::of(place, frame, (filter, at), told).await.map_err(|error| place.instead(error))?;
    Ok(page(&shown))
}

impl TicketsPage {
    async fn of(place: &InPlace, frame: Frame, (filter, at): (FilterIn, PlaceIn), told: Told) -> Outcome<Self> {
        let settings = place.desk.known_settings(place.at).await?;
        let (found, is_behind) = find(place, &filter, &at).await?;
        let (base, query, once) = (base(place.at), filter.query(), place.once());
        let (list, done) = (format!("{base}/tickets?{query}"), told.bulk);
        let (turn, here) = (Turn::of(&frame, &list, (&filter, &at), (&found, is_behind)), at.on(&list));
        let views = ViewsOut::of(place, (&query, &at.removed), told.view).await?;
        let counts = place.desk.ticket_counts(place.at, &place.actor).await?;
        let tabs = tabs(&frame, &base, &query, counts);
        let choices = Choices::of(place, &frame, &settings, &filter).await;
        let rows = rows(place, &frame, found.tickets).await;
        let (may_change, any) = (place.is_staff(&settings), frame.say("page-any"));
        Ok(Self { frame, base, once, filter, query, here, any, tabs, views, choices, rows, done, may_change, turn })
    }
}

impl PlaceIn {
    /// The same page of a list, by that one's address.
    fn on(&self, list: &str) -> String {
        let places = [("after", &self.after), ("before", &self.before)].into_iter().filter(|(_, at)| !at.is_empty());
        places.fold(list.to_owned(), |list, (name, at)| with_place(&list, name, at) + "&")
    }
}

impl Turn {
    fn of(
        frame: &Frame,
        list: &str,
        (filter, at): (&FilterIn, &PlaceIn),
        (found, is_behind): (&TicketPage, bool),
    ) -> Self {
        let begins = found.tickets.first().map(TicketPage::place);
        let ends = found.tickets.last().map(TicketPage::place);
        // What is searched for is read in one direction.
        let is_turned = !at.after.is_empty() && filter.text.trim().is_empty();
        let (back, forth) = match (is_behind, found.next.clone()) {
            (true, more) => (begins.filter(|_| more.is_some()), ends),
            (false, next) => (begins.filter(|_| is_turned), next),
        };
        let (newer, older) = (frame.say("page-tickets-newer"), frame.say("page-next"));
        let (before, after) = if filter.sort == OLDEST { (older, newer) } else { (newer, older) };
        Self {
            back: back.map(|to| link(list, "before", &to, before)),
            forth: forth.map(|to| link(list, "after", &to, after)),
        }
    }
}

/// Where a list goes on, and what that is called.
fn link(list: &str, name: &str, to: &Cursor, text: String) -> (String, String) {
    (with_place(list, name, &to.to_string()), text)
}

fn with_place(list: &str, name: &str, place: &str) -> String {
    format!("{list}{name}={}", utf8_percent_encode(place, NON_ALPHANUMERIC))
}

/// A page of the list, and whether it was read backwards, so that its `next` is what stands before it.
async fn find(place: &InPlace, filter: &FilterIn, at: &PlaceIn) -> Outcome<(TicketPage, bool)> {
    let Some(wanted) = filter.wanted(place).await? else { return Ok((TicketPage::default(), false)) };
    let (after, before) = (at.after.parse::<Cursor>().ok(), at.before.parse::<Cursor>().ok());
    match (filter.text.trim(), before) {
        ("", Some(before)) => {
            let page = place.desk.ticket_page_before(place.at, &place.actor, &wanted, A_PAGE, before).await?;
            Ok((page, true))
        }
        ("", None) => Ok((place.desk.ticket_page(place.at, &place.actor, &wanted, A_PAGE, after).await?, false)),
        (text, _) => {
            let found = place.desk.search_page(place.at, &place.actor, (text, &wanted), A_PAGE, after.as_ref()).await?;
            Ok((found, false))
        }
    }
}

/// The lists that are looked at most.
fn tabs(frame: &Frame, base: &str, query: &str, counts: TicketCounts) -> Vec<Tab> {
    let more = if counts.more { "+" } else { "" };
    let tab = |(key, wanted, count): (&str, &str, Option<usize>)| Tab {
        address: format!("{base}/tickets?{wanted}"),
        text: frame.say(key),
        count: count.map(|count| format!("{count}{more}")).unwrap_or_default(),
        is_here: query == wanted,
    };
    let tabs = [
        ("page-tickets-tab-all", "", None),
        ("page-tickets-tab-open", "status=open&", Some(counts.open)),
        ("page-tickets-tab-waiting", "status=open&waiting%5Ffor=staff&", Some(counts.waiting_for_staff)),
        ("page-tickets-tab-unclaimed", "status=open&assignee=nobody&", Some(counts.unclaimed)),
        ("page-tickets-tab-mine", "status=open&assignee=me&", None),
    ];
    tabs.into_iter().map(tab).collect()
}

impl Choices {
    async fn of(place: &InPlace, frame: &Frame, settings: &Settings, filter: &FilterIn) -> Self {
        let staff = place.staff_names().await;
        let people = || staff.iter().map(|(user, name)| (user.to_string(), name.clone()));
        let me = (ME.to_owned(), frame.say("page-ticket-me"));
        let nobody = (NOBODY.to_owned(), frame.say("page-tickets-nobody"));
        let types = settings.types.iter().map(|kind| (kind.id.0.to_string(), kind.name.as_str()));
        let priorities = || Priority::ALL.map(|priority| (priority.name(), frame.priority(priority)));
        let orders = [("", frame.say("page-tickets-newest")), (OLDEST, frame.say("page-tickets-oldest"))];
        Self {
            states: Choice::among(STATES.map(|state| (state.name(), frame.state(state))), &filter.status),
            priorities: Choice::among(priorities(), &filter.priority),
            sides: Choice::among(SIDES.map(|side| (side.name(), frame.waiting(side))), &filter.waiting_for),
            types: Choice::among(types, &filter.kind),
            assignees: Choice::among([me.clone(), nobody].into_iter().chain(people()), &filter.assignee),
            orders: Choice::among(orders, &filter.sort),
            people: Choice::among([me].into_iter().chain(people()), ""),
            new_priorities: Choice::among(priorities(), Priority::default().name()),
        }
    }
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
            number_text: ticket.id.get().to_string(),
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
