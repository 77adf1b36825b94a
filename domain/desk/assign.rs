//! Giving a ticket to somebody of staff.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{TicketId, UserId};
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// Gives a ticket to a member who is staff for it, whoever has it.
    pub async fn assign(&self, at: Place, actor: &Actor, id: TicketId, to: UserId) -> Outcome<Ticket> {
        let (known, settings) = self.ticket_for(at, actor, id, Permission::AssignTicket).await?;
        self.guild_choices(at).must_work_on(&settings, &known.value, to).await?;
        self.change(at, actor, id, Permission::AssignTicket, |ticket, now| ticket.assign(to, actor, now)).await
    }

    /// Refuses unless the actor could give this ticket to somebody now; asked before they are asked whom.
    pub async fn may_assign(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::AssignTicket).await
    }
}
