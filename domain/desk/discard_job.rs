//! Throwing a job away that waits or was given up.

use super::{Desk, JobChange, LEASE};
use crate::actor::Actor;
use crate::error::Outcome;
use crate::job::{Job, JobState};
use crate::store::StoreError;
use crate::store::document::Stored;

impl Desk {
    /// Throws a job away that waits or was given up. One that waits is given up first: a ticket that never got its channel
    /// holds its member's slot no longer, and those who wait are told.
    pub async fn discard_job(&self, id: &str, actor: &Actor) -> Outcome<JobChange> {
        let jobs = self.jobs();
        loop {
            let Some(job) = jobs.get(id).await? else { return Ok(JobChange::Unknown) };
            let discarding = match job.value.state {
                JobState::Running => return Ok(JobChange::UnderWay),
                JobState::Done => return Ok(JobChange::Over),
                JobState::Dead => Ok(job),
                JobState::Ready => self.taken_out(job).await,
            };
            let discarded = match discarding {
                Ok(job) => {
                    if job.value.state == JobState::Running {
                        self.give_up(&job.value).await?;
                    }
                    jobs.discard(&job, actor, self.clock.now()).await.map(|()| job.value)
                }
                Err(error) => Err(error),
            };
            match discarded {
                Ok(job) => return Ok(JobChange::Done(Box::new(job))),
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A job that waits, taken so that nobody begins it meanwhile. Where this process dies it goes on when its lease ends.
    async fn taken_out(&self, mut job: Stored<Job>) -> Result<Stored<Job>, StoreError> {
        (job.value.state, job.value.due) = (JobState::Running, self.clock.now().plus(LEASE));
        self.write_tokens.node().clone_into(&mut job.value.worker);
        job.rev = self.jobs().save(&job.value, job.rev).await?;
        Ok(job)
    }
}
