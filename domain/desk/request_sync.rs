//! Asking that Discord be made to show a ticket as its record says.
//!
//! It is asked for twice around a change: before, so that it is written down should this process die right after the
//! change; and after, so that it is not over before the change was made.

use super::{Desk, LEASE};
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::job::{Job, JobState, Work};
use crate::store::StoreError;
use crate::store::document::Stored;

/// A sync that is written down and not begun.
#[derive(Debug)]
#[must_use = "it begins only when its lease ends, unless it is begun"]
pub(super) enum SyncRequest {
    /// It waits for us to begin it.
    Ours(Box<Stored<Job>>),
    /// Somebody has it under way, and will look again before they are done with it.
    UnderWay(Box<Job>),
}

impl Desk {
    /// Writes down that a ticket is to be synced, before it is changed.
    pub(super) async fn request_sync(
        &self,
        at: Place,
        actor: &Actor,
        ticket: TicketId,
        tell: Option<ReplyTo>,
    ) -> Outcome<SyncRequest> {
        self.ask(self.new_job(sync_key(at, ticket), at, actor, Work::Sync { ticket }, tell)).await
    }

    /// Begins what was asked for, after the ticket was changed. The change is made, whatever becomes of this: where it
    /// cannot be asked for once more, whoever has the ticket under way may have looked too early, and the next change
    /// makes it good.
    pub(super) async fn start_sync(&self, asked: SyncRequest) {
        let asked = match asked {
            SyncRequest::UnderWay(job) => self.ask(*job).await,
            ours @ SyncRequest::Ours(_) => Ok(ours),
        };
        match asked {
            Ok(SyncRequest::Ours(job)) => self.queue.push(*job),
            Ok(SyncRequest::UnderWay(_)) => {}
            Err(error) => tracing::error!(error = format!("{error:#}"), "a change may be shown late"),
        }
    }

    /// The same for what was asked for, if anything was.
    pub(super) async fn start_syncs(&self, asked: impl IntoIterator<Item = SyncRequest, IntoIter: Send> + Send) {
        for asked in asked {
            self.start_sync(asked).await;
        }
    }

    /// Writes a job down that may be under way already, and begins only when it is started.
    pub(super) async fn ask(&self, job: Job) -> Outcome<SyncRequest> {
        let jobs = self.jobs();
        loop {
            let until = self.clock.now().plus(LEASE);
            if let Some(begun) = jobs.begin(job.clone(), until).await? {
                return Ok(SyncRequest::Ours(Box::new(begun)));
            }
            let Some(Stored { value: mut there, rev }) = jobs.get(&job.id).await? else { continue };
            there.asked += 1;
            // What was done of it so far was done before.
            there.work.clone_from(&job.work);
            let waits = |to: &ReplyTo| there.tell.iter().any(|known| known.interaction == to.interaction);
            let new: Vec<ReplyTo> = job.tell.iter().filter(|to| !waits(to)).cloned().collect();
            there.tell.extend(new);
            let idle = there.state != JobState::Running;
            if idle {
                // It has all patience again, but looks for what was done before.
                (there.attempts, there.waits) = (2, 0);
                there.state = JobState::Running;
                self.write_tokens.node().clone_into(&mut there.worker);
                there.due = until;
            }
            match jobs.save(&there, rev).await {
                Ok(rev) if idle => return Ok(SyncRequest::Ours(Box::new(Stored { value: there, rev }))),
                Ok(_) => return Ok(SyncRequest::UnderWay(Box::new(job))),
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// The key of the job that syncs a ticket: one a ticket, however often it changes.
pub(super) fn sync_key(at: Place, ticket: TicketId) -> String {
    format!("job:sync:{}:{}:{:08}", at.bot, at.guild, ticket.get())
}
