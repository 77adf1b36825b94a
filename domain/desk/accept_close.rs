//! Having a ticket closed as the other side asked.

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::{Ticket, WaitingFor};

impl Desk {
    /// Begins to close a ticket as the other side asked at this moment. Staff needs what closing needs; members need no
    /// more than to be asked, whoever closes tickets of this type.
    pub async fn accept_close(&self, at: Place, actor: &Actor, id: TicketId, asked_at: Timestamp) -> Outcome<Ticket> {
        let (known, _) = self.ticket_for(at, actor, id, Permission::AnswerCloseRequest).await?;
        let request = known.value.close_request.as_ref().filter(|request| request.at == asked_at);
        let permission = match request.map(|request| request.awaits) {
            Some(WaitingFor::Staff) => Permission::CloseTicket,
            Some(WaitingFor::Member) | None => Permission::AnswerCloseRequest,
        };
        self.change(at, actor, id, permission, |ticket, now| ticket.accept_close(asked_at, actor, now)).await
    }
}
