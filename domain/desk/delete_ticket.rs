//! Deleting a closed ticket for good: its record, and all that is kept of it.

use super::{Desk, Unfinished};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Error, Outcome};
use crate::ids::TicketId;
use crate::job::{Deletion, Job, Work};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::store::ticket_contents::TicketContents;
use crate::ticket::{Ticket, TicketState};

/// How many pages of records one attempt deletes.
const PAGES_AN_ATTEMPT: usize = 20;

impl Desk {
    /// The closed tickets that the actor may delete and may mean by what they typed so far.
    pub async fn tickets_to_delete(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<Ticket>> {
        self.tickets_meant(at, actor, Permission::DeleteTicket, TicketState::Closed, typed).await
    }

    /// A ticket, as long as the actor could delete it now; asked before they confirm it.
    pub async fn may_delete_ticket(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        let ticket = self.ticket_for(at, actor, id, Permission::DeleteTicket).await?.0.value;
        ticket.must_be_closed()?;
        Ok(ticket)
    }

    /// Begins to delete a closed ticket. Once this returns, it will be gone; that it was deleted stays on record. One that
    /// is being deleted already is refused, and goes on.
    pub async fn delete_ticket(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        let (known, _) = self.ticket_for(at, actor, id, Permission::DeleteTicket).await?;
        if known.value.state != TicketState::Deleting {
            known.value.must_be_closed()?;
        }
        let work = Work::DeleteTicket { ticket: id, because: Deletion::Asked };
        let asked = self.ask(self.new_job(delete_key(at, id), at, actor, work, None)).await?;
        let now = self.clock.now();
        let tickets = self.repositories(at).await?.tickets;
        let deleting = tickets.update(known, |ticket| {
            if !ticket.knows(&actor.cause) {
                ticket.delete(actor, now)?;
            }
            Ok(())
        });
        let deleted = deleting.await;
        self.start_sync(asked).await;
        Ok(deleted?.value)
    }

    /// Deletes some of what is kept of a ticket, and the record last, so that whatever is left is found again.
    pub(super) async fn attempt_delete_ticket(
        &self,
        job: &Job,
        id: TicketId,
        because: Deletion,
    ) -> Outcome<Option<Notice>> {
        let tickets = self.repositories(job.place).await?.tickets;
        let Some(ticket) = tickets.get(id).await?.filter(|ticket| ticket.value.state == TicketState::Deleting) else {
            return Ok(None);
        };
        let ticket = tickets.relay(ticket).await?;
        // What became of it is about to go.
        if self.watcher.is_followed(job.place) {
            self.tell_webhooks(job.place.guild).await?;
        }
        let contents = TicketContents::new(self.documents(job.place.guild).await?);
        for _ in 0..PAGES_AN_ATTEMPT {
            let some = match because {
                Deletion::Asked => contents.delete_some(id).await?,
                Deletion::Expired => contents.expire_some(id).await?,
            };
            if !some {
                tickets.delete(&ticket).await?;
                return Ok(None);
            }
        }
        Err(Error::Failed(Unfinished.into()))
    }
}

/// The key of the job that deletes a ticket.
pub(super) fn delete_key(at: Place, ticket: TicketId) -> String {
    format!("job:delete_ticket:{}:{}:{:08}", at.bot, at.guild, ticket.get())
}
