//! `/dashboard/{bot}/{guild}/analytics`: how a server did in a period, as charts and as tables, which are to be had as CSV.

mod chosen;
mod export;
mod heat;
mod table;
mod tables;
mod totals;

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tickit_domain::desk::Comment;
use tickit_domain::statistics::{Period, Statistics};

use self::chosen::{Chosen, Span};
pub(super) use self::export::export;
use self::heat::{HeatDay, heat};
use self::table::Table;
use self::totals::{Total, totals};
use super::frame::{Frame, Section, base, page};
use super::in_place::InPlace;
use super::instead::Instead;
use super::moment::Moment;
use crate::http::problem::Problem;

#[derive(Template)]
#[template(path = "pages/analytics.html")]
struct AnalyticsPage {
    frame: Frame,
    address: String,
    /// What is behind the question mark of a table's address.
    query: String,
    chosen: Chosen,
    spans: Vec<Span>,
    zone: String,
    /// What is wrong with the dates that were chosen.
    refusal: Option<String>,
    counted: Option<Shown>,
}

/// What is shown of a period in which there was something.
struct Shown {
    is_complete: bool,
    totals: Vec<Total>,
    /// With a chart each.
    trends: Vec<Table>,
    hours: Vec<String>,
    heat: Vec<HeatDay>,
    groups: Vec<Table>,
    comments: Vec<CommentOut>,
}

/// What a member said of a ticket.
struct CommentOut {
    address: String,
    number: u32,
    at: Moment,
    stars: String,
    text: String,
}

/// Shows a period.
pub(super) async fn show(place: InPlace, query: Result<Query<Chosen>, QueryRejection>) -> Result<Response, Instead> {
    let strange = |_| place.problem(Problem::invalid_query("A period has not the expected form."));
    let Query(chosen) = query.map_err(strange)?;
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    let frame = place.frame(Section::Analytics).await?;
    let period = chosen.period(place.desk.now(), &settings.time_zone.clock());
    let refusal = period.is_none().then(|| frame.say("page-analytics-no-period"));
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let counted = match period {
        Some(period) => shown(&place, &frame, period).await?,
        None => None,
    };
    let (address, zone) = (format!("{}/analytics", base(place.at)), settings.time_zone.to_string());
    let (query, spans) = (chosen.query(), chosen.spans(&frame, &address));
    let shown = page(&AnalyticsPage { frame, address, query, chosen, spans, zone, refusal, counted });
    Ok((status, shown).into_response())
}

/// Counts a period; none where there was nothing.
async fn shown(place: &InPlace, frame: &Frame, period: Period) -> Result<Option<Shown>, Instead> {
    let counted = place.desk.statistics(place.at, &place.actor, period).await.map_err(|error| place.instead(error))?;
    if is_empty(&counted) {
        return Ok(None);
    }
    let comments = place.desk.comments(place.at, &place.actor, &counted).await.map_err(|error| place.instead(error))?;
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    let staff = tables::staff(place, frame, &counted).await;
    let groups = [tables::groups(frame, &counted, &settings), vec![tables::stars(frame, &counted), staff]];
    Ok(Some(Shown {
        is_complete: counted.is_complete,
        totals: totals(frame, &counted),
        trends: tables::trends(frame, &counted),
        hours: (0..24).map(|hour| format!("{hour:02}")).collect(),
        heat: heat(frame, &counted.counted),
        groups: groups.into_iter().flatten().filter(|table| !table.rows.is_empty()).collect(),
        comments: comments.into_iter().map(|comment| CommentOut::of(comment, &base(place.at))).collect(),
    }))
}

/// Whether nothing came, nothing went and nothing is open, then and before.
fn is_empty(counted: &Statistics) -> bool {
    let is_quiet = |days: &tickit_domain::statistics::DayCount| {
        days.opened == 0 && days.closed == 0 && days.reopened == 0 && days.open == 0
    };
    is_quiet(&counted.counted.total()) && is_quiet(&counted.before.total()) && counted.counted.stars.count() == 0
}

impl CommentOut {
    fn of(comment: Comment, base: &str) -> Self {
        Self {
            address: format!("{base}/tickets/{}", comment.ticket),
            number: comment.ticket.get(),
            at: Moment(comment.at),
            stars: format!("{}/5", comment.stars.get()),
            text: comment.text,
        }
    }
}
