//! Keeping a ticket open although it was asked that it be closed.

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// Denies what was asked for at this moment, or takes it back.
    pub async fn keep_open(&self, at: Place, actor: &Actor, id: TicketId, asked_at: Timestamp) -> Outcome<Ticket> {
        let permission = Permission::AnswerCloseRequest;
        self.change(at, actor, id, permission, |ticket, now| ticket.keep_open(asked_at, actor, now)).await
    }
}
