//! The reasons for which a guild closes its tickets, to choose from while one is typed.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::ticket::TicketState;

/// So many closed tickets are looked through for reasons.
const LOOKED_THROUGH: usize = 200;

/// The longest reason that is offered
/// (<https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure>).
const LONGEST_OFFERED: usize = 100;

impl Desk {
    /// The reasons of the newest closed tickets that the actor may see, those of most tickets first, as far as they may
    /// be meant by what was typed so far. Those that differ by case only are one, as it was written last.
    pub async fn close_reasons(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<String>> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        let typed = typed.trim().to_lowercase();
        let mut found: Vec<(String, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for ticket in repositories.tickets.newest(TicketState::Closed, LOOKED_THROUGH).await? {
            if actor.must(Permission::ViewTicket, &settings, Some(&ticket)).is_err() {
                continue;
            }
            let reason = ticket.closing.map(|closing| closing.reason).unwrap_or_default();
            let key = reason.to_lowercase();
            if reason.is_empty() || reason.chars().count() > LONGEST_OFFERED || !key.contains(&typed) {
                continue;
            }
            let place = *places.entry(key).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, uses)) => *uses += 1,
                None => found.push((reason, 1)),
            }
        }
        found.sort_by_key(|(_, uses)| Reverse(*uses));
        Ok(found.into_iter().map(|(reason, _)| reason).collect())
    }
}
