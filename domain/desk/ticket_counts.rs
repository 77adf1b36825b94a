//! How many tickets are open, wait for staff, and are nobody's.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::ticket::{TicketState, WaitingFor};

/// So many open tickets are counted, the newest.
const COUNTED: usize = 200;

/// The open tickets that somebody may see, as far as they were counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TicketCounts {
    /// All of them.
    pub open: usize,
    /// Those that wait for staff.
    pub waiting_for_staff: usize,
    /// Those that nobody has taken on.
    pub unclaimed: usize,
    /// Whether there are more than were counted.
    pub more: bool,
}

impl Desk {
    /// Counts the newest two hundred open tickets, of these those that the actor may see.
    pub async fn ticket_counts(&self, at: Place, actor: &Actor) -> Outcome<TicketCounts> {
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        let mut open = tickets.newest(TicketState::Open, COUNTED + 1).await?;
        let more = open.len() > COUNTED;
        open.truncate(COUNTED);
        open.retain(|ticket| actor.must(Permission::ViewTicket, &settings, Some(ticket)).is_ok());
        Ok(TicketCounts {
            open: open.len(),
            waiting_for_staff: open.iter().filter(|ticket| ticket.waiting_for == WaitingFor::Staff).count(),
            unclaimed: open.iter().filter(|ticket| ticket.claimed_by.is_none()).count(),
            more,
        })
    }
}
