//! What a ticket is about, in the topic of its channel.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// Says what a ticket is about; an empty text takes it back.
    pub async fn set_topic(&self, at: Place, actor: &Actor, id: TicketId, text: &str) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::SetTopic, |ticket, now| ticket.set_topic(text, actor, now)).await
    }

    /// A ticket, as long as the actor could say now what it is about.
    pub async fn may_set_topic(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::SetTopic).await
    }
}
