//! Which tickets Discord shows in part, as far as this process has seen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tickit_domain::discord::Place;
use tickit_domain::ids::{GuildId, TicketId};

/// So many are remembered; more are not counted.
const MOST: usize = 10_000;

/// So many guilds are named.
const MOST_GUILDS: usize = 20;

/// Remembers each ticket until Discord shows all of it.
#[derive(Debug, Default)]
pub(super) struct InPart(Mutex<HashSet<(Place, TicketId)>>);

/// How many tickets Discord shows in part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownInPart {
    /// In all guilds, 10,000 at most.
    pub tickets: usize,
    /// The guilds that have most of them, most first, 20 at most.
    pub guilds: Vec<(GuildId, usize)>,
}

impl InPart {
    /// Notes how much of a ticket Discord refuses to show; how many tickets there are now.
    pub(super) fn note(&self, at: Place, ticket: TicketId, refused: usize) -> usize {
        let mut tickets = self.tickets();
        if refused == 0 {
            tickets.remove(&(at, ticket));
        } else if tickets.len() < MOST {
            tickets.insert((at, ticket));
        }
        tickets.len()
    }

    /// What is remembered, counted.
    pub(super) fn count(&self) -> ShownInPart {
        let tickets = self.tickets();
        let mut guilds: BTreeMap<GuildId, usize> = BTreeMap::new();
        for (at, _) in &*tickets {
            *guilds.entry(at.guild).or_default() += 1;
        }
        let mut guilds: Vec<_> = guilds.into_iter().collect();
        guilds.sort_by_key(|(_, tickets)| Reverse(*tickets));
        guilds.truncate(MOST_GUILDS);
        ShownInPart { tickets: tickets.len(), guilds }
    }

    fn tickets(&self) -> MutexGuard<'_, HashSet<(Place, TicketId)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::BotId;

    use super::*;

    fn place(guild: u64) -> Place {
        Place { bot: BotId::new(1), guild: GuildId::new(guild) }
    }

    #[test]
    fn a_ticket_counts_until_all_of_it_is_shown() {
        let in_part = InPart::default();
        for (guild, ticket) in [(1, 1), (2, 1), (2, 2), (2, 2)] {
            in_part.note(place(guild), TicketId::new(ticket), 1);
        }
        let guilds = vec![(GuildId::new(2), 2), (GuildId::new(1), 1)];
        assert_eq!(in_part.count(), ShownInPart { tickets: 3, guilds });
        in_part.note(place(2), TicketId::new(1), 0);
        in_part.note(place(1), TicketId::new(1), 0);
        assert_eq!(in_part.count(), ShownInPart { tickets: 1, guilds: vec![(GuildId::new(2), 1)] });
    }

    #[test]
    fn so_many_are_remembered_and_so_many_guilds_named() {
        let in_part = InPart::default();
        for guild in 1..=MOST as u64 + 1 {
            in_part.note(place(guild), TicketId::new(1), 1);
        }
        let count = in_part.count();
        assert_eq!((count.tickets, count.guilds.len()), (MOST, MOST_GUILDS));
    }
}
