//! Which guilds Discord said of late that a bot is in: by it a refusal is told from a removal without asking each time.

use std::time::Duration;

use moka::sync::Cache;
use tickit_domain::discord::Place;

/// So many guilds are remembered.
const REMEMBERED: u64 = 100_000;

/// How long a bot that was found to be in a guild is not asked about again.
const IN: Duration = Duration::from_secs(5);

/// What was said, for a while.
#[derive(Debug)]
pub(super) struct Membership(Cache<Place, ()>);

impl Default for Membership {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(REMEMBERED).time_to_live(IN).build())
    }
}

impl Membership {
    /// Whether the bot was found to be in the guild of late.
    pub(super) fn is_known(&self, at: Place) -> bool {
        self.0.contains_key(&at)
    }

    /// The bot was found to be in the guild.
    pub(super) fn note(&self, at: Place) {
        self.0.insert(at, ());
    }
}
