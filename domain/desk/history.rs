//! A member's history: the tickets that they opened.

use super::Desk;
use super::list_tickets::A_PAGE;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::UserId;
use crate::page::Page;
use crate::store::ticket_pages::Wanted;
use crate::ticket::Ticket;

impl Desk {
    /// A page of the tickets that a member opened and that the actor may see, newest first.
    pub async fn history(&self, at: Place, actor: &Actor, of: UserId, page: usize) -> Outcome<Page<Ticket>> {
        let opened = Wanted { opener: Some(of), ..Wanted::default() };
        Ok(Page::of(self.tickets_seen(at, actor, &opened).await?, page, A_PAGE))
    }
}
