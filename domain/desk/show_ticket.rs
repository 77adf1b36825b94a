//! Looking up how a ticket stands.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::store::ticket_pages::Wanted;
use crate::ticket::Ticket;

impl Desk {
    /// A ticket, whatever became of it, as long as the actor may see it.
    pub async fn show_ticket(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        Ok(self.ticket_for(at, actor, id, Permission::ViewTicket).await?.0.value)
    }

    /// The tickets that the actor may see and may mean by what they typed so far: a number, or a part of what they are
    /// called or whose they are. Newest first, and the one of that number before all.
    pub async fn tickets_to_see(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<Ticket>> {
        let typed = typed.trim().trim_start_matches('#').to_lowercase();
        let number: Option<TicketId> = typed.parse().ok();
        let mut found = self.tickets_seen(at, actor, &Wanted::default()).await?;
        found.retain(|ticket| Some(ticket.id) == number || ticket.has_text(&typed));
        found.sort_by_key(|ticket| Some(ticket.id) != number);
        Ok(found)
    }
}
