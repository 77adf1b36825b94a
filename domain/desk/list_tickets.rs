//! Lists of a guild's tickets, a page at a time, of those that whoever asks may see.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::UserId;
use crate::permission::Permission;
use crate::settings::TypeId;
use crate::store::ticket_pages::Wanted;
use crate::ticket::{Priority, Ticket, TicketState};

/// How many tickets a page shows.
const A_PAGE: usize = 10;

/// So many are read from the store at once.
const READ_AT_ONCE: usize = 200;

/// So many are looked through for a list, the newest.
pub(super) const LOOKED_THROUGH: usize = 1000;

/// Which tickets somebody wants to see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// In this state; in any where none is named.
    pub state: Option<TicketState>,
    /// So urgent.
    pub priority: Option<Priority>,
    /// Of this type.
    pub kind: Option<TypeId>,
    /// Taken on by this one of staff.
    pub claimed_by: Option<UserId>,
    /// Opened by this member.
    pub opener: Option<UserId>,
}

/// A page of tickets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketPage {
    /// The tickets.
    pub tickets: Vec<Ticket>,
    /// Which page this is, from 1; the last one where there are fewer than was asked for.
    pub page: usize,
    /// How many pages there are; one where there is no ticket.
    pub pages: usize,
    /// How many tickets there are, among the newest thousand that were looked through.
    pub total: usize,
}

impl Desk {
    /// A page of the tickets that a filter lets through, newest first.
    pub async fn list_tickets(
        &self,
        at: Place,
        actor: &Actor,
        filter: TicketFilter,
        page: usize,
    ) -> Outcome<TicketPage> {
        Ok(TicketPage::of(self.tickets_seen(at, actor, &filter.into()).await?, page))
    }

    /// All that are wanted and that the actor may see, newest first.
    pub(super) async fn tickets_seen(&self, at: Place, actor: &Actor, wanted: &Wanted) -> Outcome<Vec<Ticket>> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        let (mut seen, mut read, mut after) = (Vec::new(), 0, None);
        loop {
            let page = repositories.tickets.page(wanted, READ_AT_ONCE, after).await?;
            read += page.tickets.len();
            let may = |ticket: &Ticket| actor.must(Permission::ViewTicket, &settings, Some(ticket)).is_ok();
            seen.extend(page.tickets.into_iter().filter(may));
            after = page.next;
            if after.is_none() || read >= LOOKED_THROUGH {
                return Ok(seen);
            }
        }
    }
}

impl TicketPage {
    /// A page of these.
    pub(super) fn of(tickets: Vec<Ticket>, page: usize) -> Self {
        let total = tickets.len();
        let pages = total.div_ceil(A_PAGE).max(1);
        let page = page.clamp(1, pages);
        let tickets = tickets.into_iter().skip((page - 1) * A_PAGE).take(A_PAGE).collect();
        Self { tickets, page, pages, total }
    }
}

impl From<TicketFilter> for Wanted {
    fn from(filter: TicketFilter) -> Self {
        let TicketFilter { state, priority, kind, claimed_by, opener } = filter;
        Self { states: state.into_iter().collect(), priority, kind, claimed_by, opener, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_last_one() {
        let page = TicketPage::of(Vec::new(), 7);
        assert_eq!((page.page, page.pages, page.total), (1, 1, 0));
    }
}
