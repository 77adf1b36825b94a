//! Pinning messages in a ticket's channel.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{MessageId, TicketId};
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// Pins a message in a ticket, or no longer where it is pinned; the first message where none is named.
    pub async fn pin(&self, at: Place, actor: &Actor, id: TicketId, message: Option<MessageId>) -> Outcome<Ticket> {
        let decide = |ticket: &mut Ticket, now| {
            ticket.must_be_open()?;
            let message = message.or(ticket.shown.first_message.id).ok_or(Refusal::BeingOpened)?;
            ticket.pin(message, actor, now)
        };
        self.change(at, actor, id, Permission::PinMessage, decide).await
    }
}
