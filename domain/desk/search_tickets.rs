//! Searching tickets by what they are called, whose they are, and what was answered.

use super::Desk;
use super::list_tickets::A_PAGE;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::page::Page;
use crate::store::ticket_pages::Wanted;
use crate::ticket::Ticket;

impl Desk {
    /// A page of the tickets, open and closed, that have a text somewhere, letters' case aside; newest first.
    pub async fn search_tickets(&self, at: Place, actor: &Actor, text: &str, page: usize) -> Outcome<Page<Ticket>> {
        let text = text.trim().to_lowercase();
        let mut found = self.tickets_seen(at, actor, &Wanted::default()).await?;
        found.retain(|ticket| ticket.has_text(&text));
        Ok(Page::of(found, page, A_PAGE))
    }
}
