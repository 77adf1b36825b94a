//! Claiming a ticket: one of the staff takes it on, and everybody sees who.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// The actor takes a ticket on.
    pub async fn claim(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::ClaimTicket, |ticket, now| ticket.claim(actor, now)).await
    }
}
