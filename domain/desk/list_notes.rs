//! Reading the notes on a ticket.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::note::Note;
use crate::permission::Permission;

impl Desk {
    /// The notes on a ticket, newest first, at most `most`.
    pub async fn list_notes(&self, at: Place, actor: &Actor, id: TicketId, most: usize) -> Outcome<Vec<Note>> {
        self.ticket_for(at, actor, id, Permission::NoteTicket).await?.0.value.must_stay()?;
        Ok(self.repositories(at).await?.notes.newest(id, most).await?)
    }
}
