//! Removing a member from a ticket.

use super::Desk;
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{TicketId, UserId};
use crate::ticket::Ticket;

impl Desk {
    /// A member who was added may no longer see a ticket.
    pub async fn remove_member(&self, at: Place, actor: &Actor, id: TicketId, user: UserId) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::RemoveMember, |ticket, now| ticket.remove_member(user, actor, now)).await
    }
}
