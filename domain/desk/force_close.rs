//! Closing a ticket from anywhere, whatever its type asks of a closing.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::{Ticket, TicketState};

impl Desk {
    /// The open tickets that the actor may close so and may mean by what they typed so far.
    pub async fn tickets_to_force_close(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<Ticket>> {
        self.tickets_meant(at, actor, Permission::ForceClose, TicketState::Open, typed).await
    }

    /// Refuses unless the actor could close this ticket so now; asked before they are asked whether they mean it.
    pub async fn may_force_close(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::ForceClose).await
    }

    /// Begins to close a ticket, with or without a reason.
    pub async fn force_close(&self, at: Place, actor: &Actor, id: TicketId, reason: &str) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::ForceClose, |ticket, now| ticket.close(reason, actor, now)).await
    }
}
