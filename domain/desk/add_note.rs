//! Writing notes on tickets, for staff alone.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Error, Outcome, Refusal};
use crate::ids::TicketId;
use crate::note::{MOST_NOTE_CHARACTERS, Note};
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// Writes a note on a ticket, also on one that is closed. It is kept before it is counted, so that none that was
    /// counted is missing.
    pub async fn add_note(&self, at: Place, actor: &Actor, id: TicketId, text: &str) -> Outcome<Ticket> {
        let (known, _) = self.ticket_for(at, actor, id, Permission::NoteTicket).await?;
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MOST_NOTE_CHARACTERS {
            return Err(Refusal::TextLength { limit: MOST_NOTE_CHARACTERS }.into());
        }
        if known.value.knows(&actor.cause) {
            return Ok(known.value);
        }
        known.value.must_take_a_note()?;
        let now = self.clock.now();
        let (by, cause) = (actor.who.clone(), actor.cause.clone());
        let GuildRepositories { tickets, notes, .. } = self.repositories(at).await?;
        let note = Note { ticket: id, by, at: now, text: text.to_owned(), cause };
        notes.keep(&note).await?;
        let noting = tickets.update(known, |ticket| {
            if !ticket.knows(&actor.cause) {
                ticket.noted(actor, now)?;
            }
            Ok(())
        });
        let noted = noting.await;
        if let Err(Error::Refused(_)) = &noted {
            // It was deleted meanwhile, maybe with all notes but this one, or has as many as it can have.
            notes.delete(&note).await?;
        }
        Ok(noted?.value)
    }

    /// Refuses unless the actor could write a note on this ticket; asked before they are asked what.
    pub async fn may_add_note(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        Ok(self.ticket_for(at, actor, id, Permission::NoteTicket).await?.0.value)
    }
}
