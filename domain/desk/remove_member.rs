//! Removing a member from a ticket.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;
use crate::whom::Whom;

impl Desk {
    /// Refuses unless the actor could remove somebody from this ticket now; asked before they are asked whom.
    pub async fn may_remove_member(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::RemoveMember).await
    }

    /// A member or a role that was added may no longer see a ticket.
    pub async fn remove_member(&self, at: Place, actor: &Actor, id: TicketId, whom: Whom) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::RemoveMember, |ticket, now| ticket.remove_member(whom, actor, now)).await
    }
}
