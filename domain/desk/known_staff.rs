//! Who works on a guild's tickets, as far as that is known without asking Discord for every member.

use std::collections::BTreeSet;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::UserId;
use crate::permission::Permission;
use crate::settings::Rank;
use crate::ticket::TicketState;
use crate::whom::Whom;

/// So many of the newest tickets in a state are looked through.
const LOOKED_THROUGH: usize = 100;

/// The most people who are named.
const MOST: usize = 50;

impl Desk {
    /// Those who are staff by themselves and not by a role, and those who have one of the newest tickets; at most fifty.
    pub async fn known_staff(&self, at: Place, actor: &Actor) -> Outcome<BTreeSet<UserId>> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        actor.must(Permission::ViewTicket, &settings, None)?;
        let named = settings.ranks.iter().filter(|member| member.rank >= Rank::Trainee);
        let mut known: BTreeSet<UserId> = named
            .filter_map(|member| match member.whom {
                Whom::User(user) => Some(user),
                Whom::Role(_) => None,
            })
            .collect();
        for state in [TicketState::Open, TicketState::Closed] {
            let tickets = repositories.tickets.newest(state, LOOKED_THROUGH).await?;
            known.extend(tickets.into_iter().filter_map(|ticket| ticket.claimed_by));
        }
        Ok(known.into_iter().take(MOST).collect())
    }
}
