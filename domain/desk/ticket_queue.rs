//! The queue: open tickets that wait for staff and that nobody has taken on.

use std::cmp::Reverse;

use super::Desk;
use super::list_tickets::A_PAGE;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::page::Page;
use crate::store::ticket_pages::Wanted;
use crate::ticket::{Ticket, TicketState, WaitingFor};

impl Desk {
    /// A page of the queue: the most urgent first, and of these the one that waits longest.
    pub async fn ticket_queue(&self, at: Place, actor: &Actor, page: usize) -> Outcome<Page<Ticket>> {
        let (states, waiting_for) = (vec![TicketState::Open], Some(WaitingFor::Staff));
        let mut waiting = self.tickets_seen(at, actor, &Wanted { states, waiting_for, ..Wanted::default() }).await?;
        waiting.retain(|ticket| ticket.claimed_by.is_none());
        waiting.sort_by_key(|ticket| (Reverse(ticket.priority), ticket.opened_at));
        Ok(Page::of(waiting, page, A_PAGE))
    }
}
