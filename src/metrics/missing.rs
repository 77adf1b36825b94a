//! Roles and channels that settings name and that are gone, as far as this process has seen.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tickit_domain::discord::Place;
use tickit_domain::guild::Missing;

/// Of so many bots in guilds it is remembered; of more it is not.
const MOST: usize = 1_000;

/// So much is remembered of each.
const MOST_EACH: usize = 20;

/// So many of them are named.
const MOST_NAMED: usize = 20;

/// Remembers what is missing until it is there, or nothing names it any more.
#[derive(Debug, Default)]
pub(super) struct MissingChoices(Mutex<HashMap<Place, Vec<Missing>>>);

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIsMissing {
    /// Of how many bots in guilds something is, 1,000 at most.
    pub places: usize,
    /// What it is, for 20 of them at most, and 20 at most of each.
    pub named: Vec<(Place, Vec<Missing>)>,
}

impl MissingChoices {
    /// Notes what is missing of what a bot's settings in a guild name.
    pub(super) fn note(&self, at: Place, missing: &[Missing]) {
        let mut places = self.places();
        if missing.is_empty() {
            places.remove(&at);
        } else if places.len() < MOST || places.contains_key(&at) {
            places.insert(at, missing.iter().take(MOST_EACH).cloned().collect());
        }
    }

    /// What is remembered.
    pub(super) fn look(&self) -> WhatIsMissing {
        let places = self.places();
        let mut all: Vec<(&Place, &Vec<Missing>)> = places.iter().collect();
        all.sort_by_key(|(at, _)| (at.guild, at.bot));
        let named = all.into_iter().take(MOST_NAMED).map(|(at, missing)| (*at, missing.clone()));
        WhatIsMissing { places: places.len(), named: named.collect() }
    }

    fn places(&self) -> MutexGuard<'_, HashMap<Place, Vec<Missing>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::guild::Gone;
    use tickit_domain::ids::{BotId, GuildId, RoleId};

    use super::*;

    #[test]
    fn so_much_is_remembered_and_named_until_nothing_is_missing() {
        let missing = MissingChoices::default();
        let place = |guild| Place { bot: BotId::new(1), guild: GuildId::new(guild) };
        let gone = vec![Missing { kind: None, what: Gone::Role(RoleId::new(5)) }; MOST_EACH + 1];
        for guild in 1..=MOST as u64 + 1 {
            missing.note(place(guild), &gone);
        }
        let seen = missing.look();
        assert_eq!((seen.places, seen.named.len()), (MOST, MOST_NAMED));
        assert!(seen.named.iter().all(|(_, missing)| missing.len() == MOST_EACH));
        missing.note(place(1), &[]);
        assert_eq!(missing.look().places, MOST - 1);
    }
}
