//! How the shards of one bot are doing, as one state of the bot.

use std::sync::{Mutex, PoisonError};

use tickit_domain::bot::BotState;
use tokio::sync::watch;

/// Collects the states of a bot's shards.
#[derive(Debug)]
pub(super) struct Board {
    shards: Mutex<Vec<BotState>>,
    bot: watch::Sender<BotState>,
}

impl Board {
    /// A board for a bot whose shards are not known yet, and what watches it.
    pub fn new() -> (Self, watch::Receiver<BotState>) {
        let (bot, watch) = watch::channel(BotState::Connecting);
        (Self { shards: Mutex::default(), bot }, watch)
    }

    /// The bot has so many shards, all on their way.
    pub fn has_shards(&self, shards: u16) {
        *self.shards.lock().unwrap_or_else(PoisonError::into_inner) = vec![BotState::Connecting; shards.into()];
    }

    /// One shard's state.
    pub fn set(&self, shard: u16, state: BotState) {
        let mut shards = self.shards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = shards.get_mut(usize::from(shard)) {
            *known = state;
        }
        let worst = shards.iter().copied().max_by_key(|state| badness(*state)).unwrap_or(state);
        drop(shards);
        self.set_all(worst);
    }

    /// The bot's state, whatever its shards say.
    pub fn set_all(&self, state: BotState) {
        self.bot.send_if_modified(|known| std::mem::replace(known, state) != state);
    }
}

const fn badness(state: BotState) -> u8 {
    match state {
        BotState::Ready => 0,
        BotState::Connecting => 1,
        BotState::Waiting => 2,
        BotState::Stopped(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_as_well_as_its_worst_shard() {
        let (board, watch) = Board::new();
        board.has_shards(2);
        board.set(0, BotState::Ready);
        assert_eq!(*watch.borrow(), BotState::Connecting);
        board.set(1, BotState::Ready);
        assert_eq!(*watch.borrow(), BotState::Ready);
        board.set(0, BotState::Waiting);
        assert_eq!(*watch.borrow(), BotState::Waiting);
    }
}
