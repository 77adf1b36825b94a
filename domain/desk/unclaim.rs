//! Giving a claim up: one's own, or as an admin anybody's.

use super::Desk;
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::ticket::Ticket;

impl Desk {
    /// A ticket is nobody's again.
    pub async fn unclaim(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        let (ticket, _) = self.ticket_for(at, actor, id, Permission::ClaimTicket).await?;
        let own = ticket.claimed_by.is_none_or(|by| by == actor.user);
        let permission = if own { Permission::ClaimTicket } else { Permission::UnclaimTicket };
        self.change(at, actor, id, permission, |ticket, now| ticket.unclaim(actor, now)).await
    }
}
