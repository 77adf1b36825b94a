//! What became of a ticket: who did what to it, and what that changed.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::event::Event;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::store::events::Events;
use crate::ticket::record_id;

/// So many are told, the newest.
const MOST: u32 = 200;

impl Desk {
    /// The newest events of a ticket, oldest first, for those who may read what was said in it.
    pub async fn ticket_events(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Vec<Event>> {
        let ticket = self.ticket_for(at, actor, id, Permission::ReadTranscript).await?.0.value;
        ticket.must_stay()?;
        let before = ticket.log.changes().saturating_sub(MOST);
        let events = Events::new(self.documents(at.guild).await?);
        Ok(events.after(&record_id(id), before, MOST as usize).await?)
    }
}
