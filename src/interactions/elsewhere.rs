//! Bots whose interactions somebody else answered first: another program that has the bot's token.

use std::time::Duration;

use moka::ops::compute::Op;
use moka::sync::Cache;
use tickit_domain::ids::BotId;

/// How long it is remembered after the last time.
const REMEMBERED: Duration = Duration::from_hours(1);

/// So many bots are remembered.
const BOTS: u64 = 10_000;

/// How often each bot's interactions were answered by somebody else of late.
#[derive(Debug, Clone)]
pub struct Elsewhere(Cache<BotId, u64>);

impl Default for Elsewhere {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(BOTS).time_to_live(REMEMBERED).build())
    }
}

impl Elsewhere {
    /// How often; zero where it did not happen for an hour.
    pub fn of(&self, bot: BotId) -> u64 {
        self.0.get(&bot).unwrap_or_default()
    }

    pub(super) fn note(&self, bot: BotId) {
        let counted = |known: Option<moka::Entry<BotId, u64>>| Op::Put(known.map_or(0, moka::Entry::into_value) + 1);
        self.0.entry(bot).and_compute_with(counted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bot_has_a_count_of_its_own() {
        let elsewhere = Elsewhere::default();
        (0..3).for_each(|_| elsewhere.note(BotId::new(1)));
        assert_eq!([1, 2].map(|bot| elsewhere.of(BotId::new(bot))), [3, 0]);
    }
}
