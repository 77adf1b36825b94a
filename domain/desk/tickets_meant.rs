//! Tickets that may be meant, to choose from while one is typed.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::{Ticket, TicketState};

/// So many tickets are looked through for those that somebody may mean.
const LOOKED_THROUGH: usize = 200;

/// The most that are offered, which is what Discord shows while an option is typed
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete>).
const MOST_OFFERED: usize = 25;

impl Desk {
    /// The tickets in a state that the actor may do this to and may mean by what they typed so far: a number, or a part of
    /// the opener's name or the type's. Newest first.
    pub(super) async fn tickets_meant(
        &self,
        at: Place,
        actor: &Actor,
        permission: Permission,
        state: TicketState,
        typed: &str,
    ) -> Outcome<Vec<Ticket>> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        let typed = typed.trim().trim_start_matches('#').to_lowercase();
        let mut found = repositories.tickets.newest(state, LOOKED_THROUGH).await?;
        if let Ok(id) = typed.parse::<TicketId>() {
            found.retain(|ticket| ticket.id != id);
            let meant = repositories.tickets.get(id).await?.map(|ticket| ticket.value);
            found.splice(0..0, meant.filter(|ticket| ticket.state == state));
        }
        found.retain(|ticket| {
            let may = actor.must(permission, &settings, Some(ticket)).is_ok();
            may && [ticket.title(), ticket.opener_name.clone()].iter().any(|text| text.to_lowercase().contains(&typed))
        });
        found.truncate(MOST_OFFERED);
        Ok(found)
    }
}
