//! Lists of a guild's tickets, a page at a time, of those that whoever asks may see.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::UserId;
use crate::page::Page;
use crate::permission::Permission;
use crate::settings::TypeId;
use crate::store::ticket_pages::Wanted;
use crate::ticket::{Priority, Ticket, TicketState};

/// How many tickets a page shows.
pub(super) const A_PAGE: usize = 10;

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

impl Desk {
    /// A page of the tickets that a filter lets through, newest first.
    pub async fn list_tickets(
        &self,
        at: Place,
        actor: &Actor,
        filter: TicketFilter,
        page: usize,
    ) -> Outcome<Page<Ticket>> {
        Ok(Page::of(self.tickets_seen(at, actor, &filter.into()).await?, page, A_PAGE))
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

impl From<TicketFilter> for Wanted {
    fn from(filter: TicketFilter) -> Self {
        let TicketFilter { state, priority, kind, claimed_by, opener } = filter;
        Self { states: state.into_iter().collect(), priority, kind, claimed_by, opener, ..Self::default() }
    }
}
