//! One's own tickets: those that one opened, and for staff those that they work on.

use super::Desk;
use super::list_tickets::A_PAGE;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::page::Page;
use crate::store::ticket_pages::Wanted;
use crate::ticket::{Ticket, TicketState};

impl Desk {
    /// A page of the open tickets that the actor works on, and after them of all that they opened.
    pub async fn my_tickets(&self, at: Place, actor: &Actor, page: usize) -> Outcome<Page<Ticket>> {
        let user = actor.user()?;
        let claimed = Wanted { states: vec![TicketState::Open], claimed_by: Some(user), ..Wanted::default() };
        let opened = Wanted { opener: Some(user), ..Wanted::default() };
        let mut mine = self.tickets_seen(at, actor, &claimed).await?;
        let opened = self.tickets_seen(at, actor, &opened).await?;
        let new =
            opened.into_iter().filter(|ticket| mine.iter().all(|known| known.id != ticket.id)).collect::<Vec<_>>();
        mine.extend(new);
        Ok(Page::of(mine, page, A_PAGE))
    }
}
