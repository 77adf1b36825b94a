//! `/dashboard/errors`: what failed, by the number that somebody was told; `/dashboard/errors/causes`: what failed for one
//! reason, how often and since when; `/dashboard/{bot}/{guild}/errors`: what failed in a server, for its admins.

use std::str::FromStr;
use std::time::Duration;

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::error::Outcome;
use tickit_domain::error_log::{ErrorGroup, ErrorKind, LoggedError};
use tickit_domain::store::Cursor;
use tickit_domain::store::errors::{ErrorPage, Errors, WantedErrors};

use super::address_of;
use super::chart::{self, Bar, bars};
use super::operator::Operator;
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, base, page};
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::problem::Problem;

/// So many are a page.
const A_PAGE: usize = 50;

/// So many days are in the chart.
const DAYS: u64 = 14;
/// A day.
pub(super) const DAY: Duration = Duration::from_hours(24);

/// What can fail.
const KINDS: [ErrorKind; 5] =
    [ErrorKind::Interaction, ErrorKind::Request, ErrorKind::Job, ErrorKind::Event, ErrorKind::BotStopped];

/// What failures are filtered by. An empty text filters by nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct ErrorsIn {
    number: String,
    text: String,
    kind: String,
    cause: String,
    bot: String,
    guild: String,
    from: String,
    until: String,
    after: String,
}

#[derive(Template)]
#[template(path = "pages/service/errors.html")]
struct ErrorsPage {
    frame: Frame,
    address: String,
    /// Whether they are those of all servers.
    is_service: bool,
    filter: ErrorsIn,
    any: String,
    kinds: Vec<Choice>,
    group: Option<GroupRow>,
    bars: Vec<Bar>,
    width: u32,
    height: u32,
    rows: Vec<ErrorRow>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/service/causes.html")]
struct CausesPage {
    frame: Frame,
    groups: Vec<GroupRow>,
    next: Option<String>,
}

/// A failure.
pub(super) struct ErrorRow {
    pub(super) number: String,
    pub(super) at: Moment,
    pub(super) kind: &'static str,
    pub(super) cause: String,
    pub(super) text: String,
    pub(super) subject: String,
    pub(super) bot: Option<String>,
    pub(super) guild: Option<String>,
}

/// All failures of one cause.
struct GroupRow {
    cause: String,
    kind: &'static str,
    text: String,
    count: u64,
    first_at: Moment,
    last_at: Moment,
}

/// Lists the service's, newest first.
pub(in crate::http::pages) async fn show(
    operator: Operator,
    query: Result<Query<ErrorsIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let Query(filter) = query.map_err(|_| operator.problem(strange()))?;
    let errors = operator.desk().errors();
    let (wanted, after) = (filter.wanted(), filter.after.parse::<Cursor>().ok());
    let found = find(&errors, &filter, operator.visitor.state.0.ports.clock.now()).await;
    let (bars, group) = found.map_err(|error| operator.instead(error))?;
    let listed = match &wanted {
        Some(wanted) => errors.page(wanted, A_PAGE, after).await.map_err(|error| operator.instead(error))?,
        None => ErrorPage::default(),
    };
    let page_of = ErrorsPage::of(operator.frame(Section::Errors), "/dashboard/errors".to_owned(), filter, listed);
    Ok(page(&ErrorsPage { is_service: true, bars, group, ..page_of }))
}

/// Lists the causes of the service's, the one first that was seen last.
pub(in crate::http::pages) async fn causes(
    operator: Operator,
    query: Result<Query<ErrorsIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let Query(filter) = query.map_err(|_| operator.problem(strange()))?;
    let after = filter.after.parse::<Cursor>().ok();
    let found = operator.desk().errors().groups(None, A_PAGE, after).await.map_err(|error| operator.instead(error))?;
    let next = found.next.map(|next| address_of("/dashboard/errors/causes", [("after", &*next.to_string())]));
    let groups = found.groups.into_iter().map(GroupRow::from).collect();
    Ok(page(&CausesPage { frame: operator.frame(Section::Errors), groups, next }))
}

/// Lists those of a server, newest first, for its admins.
pub(in crate::http::pages) async fn in_guild(
    place: InPlace,
    query: Result<Query<ErrorsIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let Query(filter) = query.map_err(|_| place.problem(strange()))?;
    let (wanted, after) = (filter.wanted(), filter.after.parse::<Cursor>().ok());
    let asked = wanted.clone().unwrap_or_default();
    let found = place.desk.list_errors(place.at, &place.actor, asked, A_PAGE, after).await;
    let found = found.map_err(|error| place.instead(error))?;
    let listed = if wanted.is_some() { found } else { ErrorPage::default() };
    let frame = place.frame(Section::Errors).await?;
    Ok(page(&ErrorsPage::of(frame, format!("{}/errors", base(place.at)), filter, listed)))
}

fn strange() -> Problem {
    Problem::invalid_query("A filter has not the expected form.")
}

/// How many there were a day, where that can be counted, and the cause that is looked at.
async fn find(errors: &Errors, filter: &ErrorsIn, now: Timestamp) -> Outcome<(Vec<Bar>, Option<GroupRow>)> {
    let group = match filter.cause.trim() {
        "" => None,
        cause => errors.group(cause).await?.map(GroupRow::from),
    };
    let counted = filter.wanted().filter(|wanted| wanted.number.is_none() && wanted.text.is_none());
    let Some(wanted) = counted else { return Ok((Vec::new(), group)) };
    let mut counts = Vec::new();
    for (from, until) in days(now) {
        let of_day = WantedErrors { from: Some(from), until: Some(until), ..wanted.clone() };
        counts.push((Moment(from).day(), errors.how_many(&of_day).await?));
    }
    let is_any = counts.iter().any(|(_, count)| *count > 0);
    Ok((if is_any { bars(counts) } else { Vec::new() }, group))
}

/// The last days by UTC, each with its beginning and end.
fn days(now: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
    let length = i64::try_from(DAY.as_millis()).unwrap_or(i64::MAX);
    let today = now.as_millis().div_euclid(length);
    let first = today - i64::try_from(DAYS).unwrap_or_default() + 1;
    (first..=today).map(move |day| (Timestamp::from_millis(day * length), Timestamp::from_millis((day + 1) * length)))
}

impl ErrorsIn {
    /// Which they are; none where no failure can have such a number, bot or guild.
    fn wanted(&self) -> Option<WantedErrors> {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Some(WantedErrors {
            number: read(&self.number).ok()?,
            kind: KINDS.into_iter().find(|kind| kind.name() == self.kind),
            cause: text(&self.cause),
            bot: read(&self.bot).ok()?,
            guild: read(&self.guild).ok()?,
            from: day(&self.from),
            until: day(&self.until).map(|day| day.plus(DAY)),
            text: text(&self.text),
        })
    }

    /// Where the list goes on.
    fn with_after(&self, address: &str, after: &str) -> String {
        let fields = [
            ("after", after),
            ("number", &self.number),
            ("text", &self.text),
            ("kind", &self.kind),
            ("cause", &self.cause),
            ("bot", &self.bot),
            ("guild", &self.guild),
            ("from", &self.from),
            ("until", &self.until),
        ];
        address_of(address, fields)
    }
}

/// What a field names: nothing where it is empty.
fn read<T: FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}

/// The beginning of a day, as a field for days sends it.
pub(super) fn day(text: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(&format!("{}T00:00:00Z", text.trim()))
}

impl ErrorsPage {
    fn of(frame: Frame, address: String, filter: ErrorsIn, listed: ErrorPage) -> Self {
        let kinds = KINDS.map(|kind| (kind.name(), frame.say(&format!("page-errors-kind-{}", kind.name()))));
        let next = listed.next.map(|next| filter.with_after(&address, &next.to_string()));
        Self {
            any: frame.say("page-any"),
            kinds: Choice::among(kinds, &filter.kind),
            rows: listed.errors.into_iter().map(ErrorRow::from).collect(),
            next,
            is_service: false,
            group: None,
            bars: Vec::new(),
            width: chart::WIDTH,
            height: chart::HEIGHT,
            frame,
            address,
            filter,
        }
    }
}

impl From<LoggedError> for ErrorRow {
    fn from(error: LoggedError) -> Self {
        let LoggedError { number, at, kind, cause, text, subject, bot, guild } = error;
        let (number, at, kind) = (number.to_string(), Moment(at), kind.name());
        let (bot, guild) = (bot.map(|bot| bot.to_string()), guild.map(|guild| guild.to_string()));
        Self { number, at, kind, cause, text, subject, bot, guild }
    }
}

impl From<ErrorGroup> for GroupRow {
    fn from(group: ErrorGroup) -> Self {
        let ErrorGroup { cause, kind, text, count, first, last } = group;
        Self { cause, kind: kind.name(), text, count, first_at: Moment(first), last_at: Moment(last) }
    }
}
