//! Searching tickets for a text.

use super::Desk;
use super::list_tickets::A_PAGE;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::page::Page;
use crate::store::Cursor;
use crate::store::ticket_pages::{TicketPage, Wanted};
use crate::ticket::Ticket;

impl Desk {
    /// A page of the tickets, open and closed, in which a text is found; newest first.
    pub async fn search_tickets(&self, at: Place, actor: &Actor, text: &str, page: usize) -> Outcome<Page<Ticket>> {
        let found = self.tickets_found(at, actor, (text, &Wanted::default()), None).await?;
        Ok(Page::of(found, page, A_PAGE))
    }

    /// The same for programs: of those that are wanted besides, at most `limit`, by a place in the list.
    pub async fn search_page(
        &self,
        at: Place,
        actor: &Actor,
        text_and_wanted: (&str, &Wanted),
        limit: usize,
        after: Option<&Cursor>,
    ) -> Outcome<TicketPage> {
        Ok(TicketPage::of(self.tickets_found(at, actor, text_and_wanted, after).await?, limit))
    }
}
