//! `/dashboard/jobs`: what waits to be done, is under way, or was given up; done again or thrown away.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::header::REFERER;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::error_log::harmless;
use tickit_domain::ids::TicketId;
use tickit_domain::job::{Job, JobState, Work};
use tickit_domain::store::Cursor;
use tickit_domain::store::job_pages::WantedJobs;

use super::operator::Operator;
use crate::http::api::jobs::{done, known};
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::problem::Problem;

/// So many are a page.
const A_PAGE: usize = 50;

/// Where the page is.
const ADDRESS: &str = "/dashboard/jobs";

/// Where a job can be in its life, as filters name it.
const STATES: [(&str, JobState); 4] = [
    ("waiting", JobState::Ready),
    ("running", JobState::Running),
    ("failed", JobState::Dead),
    ("done", JobState::Done),
];

/// What jobs are filtered by. An empty text filters by nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct JobsIn {
    state: String,
    kind: String,
    bot: String,
    guild: String,
    after: String,
}

#[derive(Template)]
#[template(path = "pages/service/jobs.html")]
struct JobsPage {
    frame: Frame,
    filter: JobsIn,
    any: String,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    waiting: u64,
    given_up: u64,
    rows: Vec<JobRow>,
    next: Option<String>,
}

struct JobRow {
    id: String,
    kind: &'static str,
    state: &'static str,
    state_text: String,
    bot: String,
    guild: String,
    ticket: Option<u32>,
    at: Moment,
    attempts: u32,
    failures: u32,
    last_error: Option<String>,
    /// Whether it can be done again or thrown away.
    can_be_changed: bool,
}

/// Lists them, the one first whose moment is the latest.
pub(in crate::http::pages) async fn show(
    operator: Operator,
    query: Result<Query<JobsIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| operator.problem(Problem::invalid_query("A filter has not the expected form."));
    let Query(filter) = query.map_err(strange)?;
    let (jobs, frame) = (operator.desk().jobs(), operator.frame(Section::Jobs));
    let after = filter.after.parse::<Cursor>().ok();
    let found = jobs.page(&filter.wanted(), A_PAGE, after).await.map_err(|error| operator.instead(error))?;
    let waiting = jobs.count(JobState::Ready).await.map_err(|error| operator.instead(error))?;
    let given_up = jobs.count(JobState::Dead).await.map_err(|error| operator.instead(error))?;
    let next = found.next.map(|next| filter.with_after(&next.to_string()));
    let rows = found.jobs.into_iter().map(|job| JobRow::of(job, &frame)).collect();
    let states = STATES.map(|(name, _)| (name, frame.say(&format!("page-jobs-state-{name}"))));
    let (states, kinds) =
        (Choice::among(states, &filter.state), Choice::among(Work::NAMES.map(|kind| (kind, kind)), &filter.kind));
    let any = frame.say("page-any");
    Ok(page(&JobsPage { frame, filter, any, states, kinds, waiting, given_up, rows, next }))
}

/// Has one done at once, as if it had never failed.
pub(in crate::http::pages) async fn retry(
    operator: Operator,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Instead> {
    let id = known(&id).map_err(|problem| operator.problem(problem))?;
    let change = operator.desk().retry_job(id, &operator.actor).await.map_err(|error| operator.instead(error))?;
    done(change).map(|_| back(&headers)).map_err(|problem| operator.problem(problem))
}

/// Throws one away.
pub(in crate::http::pages) async fn discard(
    operator: Operator,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Instead> {
    let id = known(&id).map_err(|problem| operator.problem(problem))?;
    let change = operator.desk().discard_job(id, &operator.actor).await.map_err(|error| operator.instead(error))?;
    done(change).map(|_| back(&headers)).map_err(|problem| operator.problem(problem))
}

/// To the list as it was filtered.
fn back(headers: &HeaderMap) -> Response {
    let from = headers.get(REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let query = from.filter(|from| from.path() == ADDRESS).and_then(|from| from.query().map(str::to_owned));
    Redirect::to(&query.map_or_else(|| ADDRESS.to_owned(), |query| format!("{ADDRESS}?{query}"))).into_response()
}

impl JobsIn {
    /// What is not known of a filter filters by nothing; all but those that are done where nothing is said.
    fn wanted(&self) -> WantedJobs {
        let state = STATES.into_iter().find(|(name, _)| *name == self.state);
        WantedJobs {
            states: state
                .map_or_else(|| vec![JobState::Ready, JobState::Running, JobState::Dead], |(_, state)| vec![state]),
            kind: Some(self.kind.clone()).filter(|kind| Work::NAMES.contains(&kind.as_str())),
            bot: self.bot.trim().parse().ok(),
            guild: self.guild.trim().parse().ok(),
        }
    }

    fn with_after(&self, after: &str) -> String {
        let fields = [
            ("state", &*self.state),
            ("kind", &self.kind),
            ("bot", &self.bot),
            ("guild", &self.guild),
            ("after", after),
        ];
        super::address_of(ADDRESS, fields)
    }
}

impl JobRow {
    fn of(job: Job, frame: &Frame) -> Self {
        let state = STATES.into_iter().find(|(_, state)| *state == job.state).map(|(name, _)| name).unwrap_or_default();
        Self {
            kind: job.work.name(),
            state,
            state_text: frame.say(&format!("page-jobs-state-{state}")),
            bot: job.place.bot.to_string(),
            guild: job.place.guild.to_string(),
            ticket: job.work.subject().map(TicketId::get),
            at: Moment(job.due),
            attempts: job.attempts,
            failures: job.failures(),
            last_error: job.last_error.as_deref().map(harmless),
            can_be_changed: matches!(job.state, JobState::Ready | JobState::Dead),
            id: job.id,
        }
    }
}
