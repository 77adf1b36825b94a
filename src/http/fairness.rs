//! How many requests about one guild, or one bot, are under way at once: so many that others find room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tickit_domain::ids::{BotId, GuildId};

use super::problem::Problem;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum About {
    /// A guild, whichever bot it is asked through.
    Guild(GuildId),
    /// A bot, and none of its guilds.
    Bot(BotId),
}

/// The requests that are under way.
#[derive(Debug)]
pub(super) struct Fairness {
    most: usize,
    under_way: Mutex<HashMap<About, usize>>,
}

/// One of them, as long as this is kept.
#[derive(Debug)]
pub(super) struct UnderWay {
    fairness: Arc<Fairness>,
    about: About,
}

impl Fairness {
    /// At most so many about one.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, under_way: Mutex::default() })
    }

    /// One more, where there is room for it.
    pub(super) fn begin(self: &Arc<Self>, about: About) -> Result<UnderWay, Problem> {
        let mut under_way = self.under_way();
        let number = under_way.entry(about).or_default();
        if *number >= self.most {
            return Err(Problem::busy());
        }
        *number += 1;
        drop(under_way);
        Ok(UnderWay { fairness: Arc::clone(self), about })
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<About, usize>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut under_way = self.fairness.under_way();
        if let Some(number) = under_way.get_mut(&self.about) {
            *number -= 1;
            if *number == 0 {
                under_way.remove(&self.about);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guild_at_its_bound_is_in_no_others_way_and_nothing_is_left_of_it() {
        let fairness = Fairness::new(2);
        let (one, other) = (About::Guild(GuildId::new(1)), About::Guild(GuildId::new(2)));
        let held = [fairness.begin(one).unwrap(), fairness.begin(one).unwrap()];
        assert!(fairness.begin(one).is_err());
        assert!(fairness.begin(other).is_ok() && fairness.begin(About::Bot(BotId::new(1))).is_ok());
        drop(held);
        assert!(fairness.begin(one).is_ok());
        assert!(fairness.under_way().is_empty());
    }
}
