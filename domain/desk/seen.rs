//! What of a ticket its reader may know besides what everybody does who sees it.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::ticket::Ticket;

/// A ticket as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// How many notes there are on it, for those who may read them.
    pub notes: Option<u32>,
}

impl Desk {
    /// Tickets that the actor may see, as they do.
    pub async fn seen(&self, at: Place, actor: &Actor, tickets: Vec<Ticket>) -> Outcome<Vec<SeenTicket>> {
        let settings = self.repositories(at).await?.settings.get().await?;
        let seen = tickets.into_iter().map(|ticket| {
            let may = actor.must(Permission::NoteTicket, &settings, Some(&ticket)).is_ok();
            SeenTicket { notes: may.then_some(ticket.notes), ticket }
        });
        Ok(seen.collect())
    }
}
