//! Saying how urgent a ticket is.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::{Priority, Ticket};

impl Desk {
    /// A ticket, as long as the actor could say now how urgent it is.
    pub async fn may_set_priority(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::SetPriority).await
    }

    /// A ticket is so urgent from now on. Saying the same again changes nothing.
    pub async fn priority(&self, at: Place, actor: &Actor, id: TicketId, priority: Priority) -> Outcome<Ticket> {
        let decide = |ticket: &mut Ticket, now| ticket.set_priority(priority, actor, now);
        self.change(at, actor, id, Permission::SetPriority, decide).await
    }
}
