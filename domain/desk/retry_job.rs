//! Having a job done that waits or was given up.

use super::Desk;
use crate::actor::Actor;
use crate::error::Outcome;
use crate::job::{Job, JobState};
use crate::store::StoreError;

/// What became of a wish to do something to a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobChange {
    /// It is as was wished; the job as it is, or was.
    Done(Box<Job>),
    /// There is no such job.
    Unknown,
    /// Somebody is at it.
    UnderWay,
    /// It is done already.
    Over,
}

impl Desk {
    /// Has a job done now that waits or was given up, as if it had never failed. One that is about to be done stays as it is.
    pub async fn retry_job(&self, id: &str, actor: &Actor) -> Outcome<JobChange> {
        let jobs = self.jobs();
        loop {
            let Some(mut job) = jobs.get(id).await? else { return Ok(JobChange::Unknown) };
            let now = self.clock.now();
            match job.value.state {
                JobState::Running => return Ok(JobChange::UnderWay),
                JobState::Done => return Ok(JobChange::Over),
                JobState::Ready if job.value.due <= now => return Ok(JobChange::Done(Box::new(job.value))),
                JobState::Ready | JobState::Dead => {}
            }
            job.value.retry(now);
            match jobs.retry(&job, actor, now).await {
                Ok(()) => return Ok(JobChange::Done(Box::new(job.value))),
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
