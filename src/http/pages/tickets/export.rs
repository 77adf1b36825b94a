//! The tickets that are filtered, as a file: CSV, or JSON as the API has it.

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::SeenTicket;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::store::Cursor;
use tickit_domain::store::ticket_pages::Wanted;
use tickit_domain::ticket::Ticket;

use super::filter::FilterIn;
use crate::http::api::audit::cell;
use crate::http::api::tickets::TicketOut;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;

/// So many tickets are in memory at once.
const AT_ONCE: usize = 100;

/// The most pages of so many that an export has: what is more has to be filtered.
const MOST_PAGES: usize = 100;

/// What the columns of CSV are called, in their order.
const HEAD: &str = "number,status,priority,type,name,topic,opener,opener_name,assignee,team,labels,waiting_for,opened_at,\
                    first_response_at,closed_at,closed_by,reason,stars,round\r\n";

/// As what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    #[default]
    Csv,
    Json,
}

/// As what they are exported.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct FormatIn {
    format: Format,
}

/// What is left to be exported.
struct Rest {
    place: InPlace,
    text: String,
    wanted: Wanted,
    format: Format,
    /// What was read and is not told yet.
    read: Option<String>,
    next: Option<Cursor>,
    pages: usize,
    /// How many were told already.
    told: usize,
}

/// Exports them, in the order of the list.
pub(in crate::http::pages) async fn export(
    place: InPlace,
    filter: Result<Query<FilterIn>, QueryRejection>,
    format: Result<Query<FormatIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| place.problem(Problem::invalid_query("A filter has not the expected form."));
    let (Query(filter), Query(FormatIn { format })) = (filter.map_err(strange)?, format.map_err(strange)?);
    let instead = place.clone();
    Rest::begin(place, &filter, format).await.map_err(|error| instead.instead(error))
}

impl Rest {
    /// The answer, once the first page was read: until then it can still be refused.
    async fn begin(place: InPlace, filter: &FilterIn, format: Format) -> Outcome<Response> {
        let (kind, ending) = match format {
            Format::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
            Format::Json => ("application/json", "json"),
        };
        let headers = [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename=\"tickets.{ending}\"")),
        ];
        let head = if format == Format::Csv { HEAD } else { "[" };
        let Some(wanted) = filter.wanted(&place).await? else {
            return Ok((headers, if format == Format::Csv { HEAD } else { "[]" }).into_response());
        };
        let text = filter.text.trim().to_owned();
        let mut rest = Self { place, text, wanted, format, read: None, next: None, pages: 0, told: 0 };
        let first = rest.page(None).await?;
        rest.read = Some(format!("{head}{first}"));
        Ok((headers, Body::from_stream(stream::try_unfold(rest, Self::part))).into_response())
    }

    /// The next part, and how to go on.
    async fn part(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if let (None, Some(after)) = (&self.read, self.next.take()) {
            let page = self.page(Some(after)).await;
            self.read = Some(page.inspect_err(|error| tracing::error!(%error, "an export of tickets breaks off"))?);
        }
        Ok(self.read.take().map(|text| (Bytes::from(text), self)))
    }

    /// A page of tickets, as it stands in the file.
    async fn page(&mut self, after: Option<Cursor>) -> Outcome<String> {
        let (at, actor) = (self.place.at, &self.place.actor);
        let page = if self.text.is_empty() {
            self.place.desk.ticket_page(at, actor, &self.wanted, AT_ONCE, after).await?
        } else {
            self.place.desk.search_page(at, actor, (&self.text, &self.wanted), AT_ONCE, after.as_ref()).await?
        };
        self.pages += 1;
        self.next = page.next.filter(|_| self.pages < MOST_PAGES);
        match self.format {
            Format::Csv => Ok(page.tickets.iter().map(row).collect()),
            Format::Json => {
                let seen = self.place.desk.seen(at, actor, page.tickets).await?;
                self.json(seen)
            }
        }
    }

    /// Some tickets as a part of an array.
    fn json(&mut self, tickets: Vec<SeenTicket>) -> Outcome<String> {
        let tickets = tickets.into_iter().map(|ticket| serde_json::to_string(&TicketOut::from(ticket)));
        let tickets = tickets.collect::<Result<Vec<_>, _>>().map_err(|error| Error::Failed(error.into()))?;
        let before = if self.told == 0 || tickets.is_empty() { "" } else { "," };
        self.told += tickets.len();
        Ok(format!("{before}{}{}", tickets.join(","), if self.next.is_none() { "]" } else { "" }))
    }
}

/// A ticket as a line of CSV.
fn row(ticket: &Ticket) -> String {
    let cells: Vec<String> = heading(ticket).iter().chain(&standing(ticket)).map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// What it is.
fn heading(ticket: &Ticket) -> [String; 8] {
    [
        ticket.id.get().to_string(),
        ticket.state.name().to_owned(),
        ticket.priority.name().to_owned(),
        ticket.type_name.clone(),
        ticket.name.clone(),
        ticket.topic.clone(),
        ticket.opener.to_string(),
        ticket.opener_name.clone(),
    ]
}

/// How it stands.
fn standing(ticket: &Ticket) -> [String; 11] {
    let moment = |at: Option<Timestamp>| at.map(Timestamp::to_rfc3339).unwrap_or_default();
    let closing = ticket.closing.as_ref();
    [
        ticket.claimed_by.map(|user| user.to_string()).unwrap_or_default(),
        ticket.team.as_ref().map(|team| team.name.clone()).unwrap_or_default(),
        ticket.labels.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ticket.waiting_for.name().to_owned(),
        moment(Some(ticket.opened_at)),
        moment(ticket.first_response_at),
        moment(closing.map(|closing| closing.at)),
        closing.map(|closing| closing.by.name().to_owned()).unwrap_or_default(),
        closing.map(|closing| closing.reason.clone()).unwrap_or_default(),
        ticket.ratings.last().map(|rating| rating.stars.get().to_string()).unwrap_or_default(),
        ticket.round.to_string(),
    ]
}
