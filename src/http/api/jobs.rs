//! `/api/jobs`: what waits to be done, is under way, or was given up; done again or thrown away by whoever runs the service.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tickit_domain::desk::JobChange;
use tickit_domain::error::Error;
use tickit_domain::error_log::harmless;
use tickit_domain::ids::{BotId, GuildId};
use tickit_domain::job::{Job, JobState, Work};
use tickit_domain::store::job_pages::WantedJobs;
use utoipa::ToSchema;

use super::super::access::Operator;
use super::super::page::{limit, place};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;

/// Which jobs are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct JobsIn {
    /// Where it is in its life; all but those that are done where nothing is said.
    #[param(inline)]
    state: Option<StateInOut>,
    /// What it does, such as `open` or `sync`.
    kind: Option<String>,
    /// Of this bot.
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// In this guild.
    #[param(value_type = Option<String>)]
    guild: Option<GuildId>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobState)]
enum StateInOut {
    /// It waits until it is due.
    Waiting,
    /// Somebody is at it.
    Running,
    /// It is done.
    Done,
    /// It was given up.
    Failed,
}

/// A page of jobs. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Jobs)]
pub(in crate::http) struct JobsOut {
    jobs: Vec<JobOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// A job, without what people said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub(in crate::http) struct JobOut {
    id: String,
    /// What it does: `open`, `sync`, `send_panel`, `show_transcript`, …
    kind: &'static str,
    state: StateInOut,
    bot: String,
    guild: String,
    /// The number of the ticket that it is about, where that is known.
    ticket: Option<u32>,
    /// When it is due; while somebody is at it, until when they are; once it is done or given up, since when.
    at: String,
    /// How often it was begun.
    attempts: u32,
    /// How often it failed, since somebody last had it done again.
    failures: u32,
    /// Why it failed or waited last. What stood in quotes or looked like a secret is left out.
    last_error: Option<String>,
}

/// Lists jobs, the one first whose moment is the latest.
#[utoipa::path(get, path = "/api/jobs", operation_id = "list_jobs", tag = "jobs", security(("operator" = [])),
    params(JobsIn), responses(
        (status = 200, description = "A page of jobs", body = JobsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<JobsIn>, QueryRejection>,
) -> Result<Json<JobsOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let (limit, after, wanted) = (limit(query.limit)?, place(query.after.as_deref())?, query.wanted()?);
    let page = state.desk()?.desk.jobs().page(&wanted, limit, after).await.map_err(Error::from)?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(JobsOut { jobs: page.jobs.into_iter().map(JobOut::from).collect(), next }))
}

/// Tells of one job.
#[utoipa::path(get, path = "/api/jobs/{job}", operation_id = "show_job", tag = "jobs", security(("operator" = [])),
    params(("job" = String, Path, description = "Its id")), responses(
        (status = 200, description = "The job", body = JobOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    _: Operator,
    State(state): State<HttpState>,
    Path(id): Path<String>,
) -> Result<Json<JobOut>, Problem> {
    let id = known(&id)?;
    let job = state.desk()?.desk.jobs().get(id).await.map_err(Error::from)?.ok_or_else(no_such_job)?;
    Ok(Json(job.value.into()))
}

/// Has a job done at once that waits or was given up, as if it had never failed. A ticket whose opening was given up stays
/// failed.
#[utoipa::path(post, path = "/api/jobs/{job}/retry", operation_id = "retry_job", tag = "jobs",
    security(("operator" = [])), params(("job" = String, Path, description = "Its id")), responses(
        (status = 200, description = "The job, which is due", body = JobOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn retry(
    Operator(actor): Operator,
    State(state): State<HttpState>,
    Path(id): Path<String>,
) -> Result<Json<JobOut>, Problem> {
    changed(state.desk()?.desk.retry_job(known(&id)?, &actor).await?)
}

/// Throws a job away that waits or was given up. Whoever waits for it is told that it failed.
#[utoipa::path(delete, path = "/api/jobs/{job}", operation_id = "discard_job", tag = "jobs",
    security(("operator" = [])), params(("job" = String, Path, description = "Its id")), responses(
        (status = 200, description = "The job as it was", body = JobOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn discard(
    Operator(actor): Operator,
    State(state): State<HttpState>,
    Path(id): Path<String>,
) -> Result<Json<JobOut>, Problem> {
    changed(state.desk()?.desk.discard_job(known(&id)?, &actor).await?)
}

/// The id of a record that is a job's, whoever asks.
pub(in crate::http) fn known(id: &str) -> Result<&str, Problem> {
    if id.starts_with("job:") { Ok(id) } else { Err(no_such_job()) }
}

fn changed(change: JobChange) -> Result<Json<JobOut>, Problem> {
    done(change).map(|job| Json(job.into()))
}

/// The job, where it is as was wished.
pub(in crate::http) fn done(change: JobChange) -> Result<Job, Problem> {
    match change {
        JobChange::Done(job) => Ok(*job),
        JobChange::Unknown => Err(no_such_job()),
        JobChange::UnderWay => {
            let detail = "Wait until the attempt is over: GET /api/jobs/{job} says so.";
            Err(Problem::new(StatusCode::CONFLICT, "job_running", "Somebody is at the job", detail))
        }
        JobChange::Over => {
            let detail = "Nothing more is to be done. Its record goes by itself after a day.";
            Err(Problem::new(StatusCode::CONFLICT, "job_done", "The job is done", detail))
        }
    }
}

fn no_such_job() -> Problem {
    let detail = "GET /api/jobs lists those that there are. Most jobs are gone once they are done.";
    Problem::new(StatusCode::NOT_FOUND, "no_such_job", "There is no such job", detail)
}

impl JobsIn {
    fn wanted(self) -> Result<WantedJobs, Problem> {
        let Self { state, kind, bot, guild, .. } = self;
        if kind.as_ref().is_some_and(|kind| !Work::NAMES.contains(&kind.as_str())) {
            let names = Work::NAMES.join(", ");
            return Err(Problem::invalid_query(format!("One of these: {names}.")).in_field("kind"));
        }
        let states = match state {
            None => vec![JobState::Ready, JobState::Running, JobState::Dead],
            Some(StateInOut::Waiting) => vec![JobState::Ready],
            Some(StateInOut::Running) => vec![JobState::Running],
            Some(StateInOut::Done) => vec![JobState::Done],
            Some(StateInOut::Failed) => vec![JobState::Dead],
        };
        Ok(WantedJobs { states, kind, bot, guild })
    }
}

impl From<Job> for JobOut {
    fn from(job: Job) -> Self {
        Self {
            kind: job.work.name(),
            state: match job.state {
                JobState::Ready => StateInOut::Waiting,
                JobState::Running => StateInOut::Running,
                JobState::Done => StateInOut::Done,
                JobState::Dead => StateInOut::Failed,
            },
            bot: job.place.bot.to_string(),
            guild: job.place.guild.to_string(),
            ticket: job.work.subject().map(tickit_domain::ids::TicketId::get),
            at: job.due.to_rfc3339(),
            attempts: job.attempts,
            failures: job.failures(),
            last_error: job.last_error.as_deref().map(harmless),
            id: job.id,
        }
    }
}
