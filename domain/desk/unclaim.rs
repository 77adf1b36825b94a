//! Giving a claim up: one's own, or as an admin anybody's.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// A ticket is nobody's again.
    pub async fn unclaim(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        let claimed_by = self.ticket_for(at, actor, id, Permission::ClaimTicket).await?.0.value.claimed_by;
        let own = claimed_by.is_none_or(|by| Some(by) == actor.who.user());
        let permission = if own { Permission::ClaimTicket } else { Permission::UnclaimTicket };
        let unclaim = |ticket: &mut Ticket, now| match ticket.claimed_by {
            // Somebody claimed it since it was found out what the actor needs.
            Some(by) if ticket.claimed_by != claimed_by => Err(Refusal::ClaimedBy { user: by }),
            _ => ticket.unclaim(actor, now),
        };
        self.change(at, actor, id, permission, unclaim).await
    }
}
