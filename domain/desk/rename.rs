//! Giving a ticket's channel another name.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;

impl Desk {
    /// A ticket, as long as the actor could give it another name now.
    pub async fn may_rename(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::RenameTicket).await
    }

    /// A ticket's channel shall have another name. Discord changes names twice in ten minutes: a third change waits, and
    /// of several that wait the last one counts.
    pub async fn rename(&self, at: Place, actor: &Actor, id: TicketId, name: &str) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::RenameTicket, |ticket, now| ticket.rename(name, actor, now)).await
    }
}
