//! Searching tickets by what they are called, whose they are, and what was answered.

use super::Desk;
use super::list_tickets::TicketPage;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::store::ticket_pages::Wanted;

impl Desk {
    /// A page of the tickets, open and closed, that have a text somewhere, letters' case aside; newest first.
    pub async fn search_tickets(&self, at: Place, actor: &Actor, text: &str, page: usize) -> Outcome<TicketPage> {
        let text = text.trim().to_lowercase();
        let mut found = self.tickets_seen(at, actor, &Wanted::default()).await?;
        found.retain(|ticket| ticket.has_text(&text));
        Ok(TicketPage::of(found, page))
    }
}
