//! Jobs, as verbs write them down and begin them.

use super::{Desk, LEASE};
use crate::actor::{Actor, Cause, Door};
use crate::discord::{Place, ReplyTo};
use crate::error::Outcome;
use crate::job::{Job, JobState, Work};
use crate::store::document::Stored;
use crate::store::jobs::Jobs;

impl Desk {
    /// Whether this process has a job.
    pub fn has(&self, job: &Job) -> bool {
        job.worker == self.write_tokens.node()
    }

    /// Hands a job to the worker of this process.
    pub fn hand_on(&self, job: Stored<Job>) {
        self.queue.push(job);
    }

    /// The jobs of the service.
    pub fn jobs(&self) -> Jobs {
        Jobs::new(self.own_documents(), self.write_tokens.node().to_owned())
    }

    pub(super) fn new_job(&self, id: String, place: Place, actor: &Actor, work: Work, tell: Option<ReplyTo>) -> Job {
        Job {
            id,
            place,
            actor: actor.clone(),
            work,
            tell: tell.into_iter().collect(),
            attempts: 0,
            waits: 0,
            last_error: None,
            state: JobState::Ready,
            worker: String::new(),
            due: self.clock.now(),
            asked: 0,
        }
    }

    /// Writes a job down that is to be done once, and begins it; the same one again changes nothing.
    pub(super) async fn begin(&self, job: Job) -> Outcome<()> {
        if let Some(begun) = self.jobs().begin(job, self.clock.now().plus(LEASE)).await? {
            self.queue.push(begun);
        }
        Ok(())
    }
}

/// Who acts where a job does: Tickit itself. Who asked for it stands in what they changed.
pub(super) fn itself(job: &Job) -> Actor {
    Actor::tickit(Door::Job, Cause::Job(job.id.clone()))
}
