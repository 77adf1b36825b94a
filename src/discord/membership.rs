//! What Discord said of late about which guilds a bot is in: by it a refusal is told from a removal, and nothing is asked
//! in vain of a guild that the bot is not in.

use std::time::Duration;

use moka::sync::Cache;
use tickit_domain::discord::Place;

/// So many guilds are remembered of each kind.
const REMEMBERED: u64 = 100_000;

/// How long a bot that was found to be in a guild is not asked about again.
const IN: Duration = Duration::from_secs(5);

/// How long a bot that was found not to be in a guild is not asked about again.
const OUT: Duration = Duration::from_mins(5);

/// What was said, for a while.
#[derive(Debug)]
pub(super) struct Membership {
    is_in: Cache<Place, ()>,
    is_out: Cache<Place, ()>,
}

impl Default for Membership {
    fn default() -> Self {
        let cache = |life| Cache::builder().max_capacity(REMEMBERED).time_to_live(life).build();
        Self { is_in: cache(IN), is_out: cache(OUT) }
    }
}

impl Membership {
    /// Whether the bot is in the guild; `None` where nobody asked of late.
    pub(super) fn known(&self, at: Place) -> Option<bool> {
        if self.is_out.contains_key(&at) {
            return Some(false);
        }
        self.is_in.contains_key(&at).then_some(true)
    }

    /// Notes what Discord said.
    pub(super) fn note(&self, at: Place, is_in: bool) {
        if is_in {
            self.is_in.insert(at, ());
        } else {
            self.is_out.insert(at, ());
        }
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::{BotId, GuildId};

    use super::*;

    #[test]
    fn what_was_said_is_known_and_a_removal_counts_for_more() {
        let (membership, at) = (Membership::default(), Place { bot: BotId::new(1), guild: GuildId::new(2) });
        assert_eq!(membership.known(at), None);
        membership.note(at, true);
        assert_eq!(membership.known(at), Some(true));
        membership.note(at, false);
        assert_eq!(membership.known(at), Some(false));
    }
}
