//! Which guilds bots are in, as far as Discord says so.

use std::collections::{HashSet, VecDeque};
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::discord::Place;

/// Is told where bots come, and where they go. Answers at once; what takes time it does by itself.
pub trait GuildPresence: Send + Sync + Debug {
    /// The bot is in the guild: its session begins with it, it was invited, or an outage of the guild is over.
    fn guild_joined(&self, at: Place);
    /// The bot was removed from the guild, or the guild was deleted.
    fn guild_left(&self, at: Place);
    /// Discord has an outage in which the guild is not there. The bot is in it still.
    fn guild_unavailable(&self, at: Place);
}

/// So many guilds are remembered: the latest that bots went from.
const REMEMBERED: usize = 10_000;

/// The guilds that bots were removed from, as long as the process runs: a request for one is not worth making.
#[derive(Debug, Default)]
pub struct LeftGuilds(Mutex<Left>);

#[derive(Debug, Default)]
struct Left {
    places: HashSet<Place>,
    order: VecDeque<Place>,
}

impl LeftGuilds {
    /// Whether the bot is known to be in the guild no more.
    pub fn contains(&self, at: Place) -> bool {
        self.left().places.contains(&at)
    }

    fn left(&self) -> MutexGuard<'_, Left> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GuildPresence for LeftGuilds {
    fn guild_joined(&self, at: Place) {
        let mut left = self.left();
        if left.places.remove(&at) {
            left.order.retain(|place| *place != at);
        }
    }

    fn guild_left(&self, at: Place) {
        let mut left = self.left();
        if !left.places.insert(at) {
            return;
        }
        left.order.push_back(at);
        if left.order.len() > REMEMBERED
            && let Some(oldest) = left.order.pop_front()
        {
            left.places.remove(&oldest);
        }
    }

    fn guild_unavailable(&self, _: Place) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{BotId, GuildId};

    fn place(guild: u64) -> Place {
        Place { bot: BotId::new(1), guild: GuildId::new(guild) }
    }

    #[test]
    fn a_bot_that_comes_back_is_there_again() {
        let left = LeftGuilds::default();
        left.guild_left(place(7));
        left.guild_unavailable(place(8));
        assert!(left.contains(place(7)) && !left.contains(place(8)));
        left.guild_joined(place(7));
        assert!(!left.contains(place(7)));
    }

    #[test]
    fn so_many_are_remembered_and_no_more() {
        let left = LeftGuilds::default();
        for guild in 1..=REMEMBERED as u64 + 1 {
            left.guild_left(place(guild));
            left.guild_left(place(guild));
        }
        assert!(!left.contains(place(1)) && left.contains(place(2)));
        let left = left.left();
        assert_eq!((left.places.len(), left.order.len()), (REMEMBERED, REMEMBERED));
    }
}
