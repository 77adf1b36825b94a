//! How the shards of one bot are doing, as one condition of the bot.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tickit_domain::bot::{BotState, Trouble};
use tokio::sync::watch;
use tokio::time::Instant;

/// How a bot is doing, and what is known about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// How it is doing.
    pub state: BotState,
    /// What went wrong last, where it waits or is degraded.
    pub trouble: Option<Trouble>,
    /// When it is tried again.
    pub next_try: Option<Instant>,
}

/// Collects the conditions of a bot's shards.
#[derive(Debug)]
pub(super) struct Board {
    shards: Mutex<Vec<Condition>>,
    condition: Mutex<Condition>,
    state: watch::Sender<BotState>,
    identifies: Mutex<Option<(u32, u32)>>,
}

impl Condition {
    /// A state of which there is no more to say.
    pub const fn of(state: BotState) -> Self {
        Self { state, trouble: None, next_try: None }
    }
}

impl Board {
    /// A board for a bot whose shards are not known yet, and what watches its state.
    pub fn new() -> (Self, watch::Receiver<BotState>) {
        let (state, watch) = watch::channel(BotState::Connecting);
        let condition = Mutex::new(Condition::of(BotState::Connecting));
        (Self { shards: Mutex::default(), condition, state, identifies: Mutex::default() }, watch)
    }

    /// The bot has so many shards, all on their way.
    pub fn has_shards(&self, shards: u16) {
        *self.shards() = vec![Condition::of(BotState::Connecting); shards.into()];
    }

    /// One shard's condition; whether the bot is degraded by it, and was not before.
    pub fn set(&self, shard: u16, condition: Condition) -> bool {
        let mut shards = self.shards();
        if let Some(known) = shards.get_mut(usize::from(shard)) {
            *known = condition;
        }
        let worst = shards.iter().copied().max_by_key(|condition| badness(condition.state)).unwrap_or(condition);
        drop(shards);
        self.set_all(worst)
    }

    /// The bot's condition, whatever its shards say; whether it is degraded by it, and was not before.
    pub fn set_all(&self, condition: Condition) -> bool {
        *self.condition.lock().unwrap_or_else(PoisonError::into_inner) = condition;
        let mut before = condition.state;
        self.state.send_if_modified(|known| {
            before = std::mem::replace(known, condition.state);
            before != condition.state
        });
        matches!(condition.state, BotState::Degraded(_)) && !matches!(before, BotState::Degraded(_))
    }

    /// How the bot is doing.
    pub fn condition(&self) -> Condition {
        *self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How each shard is doing, from the first.
    pub fn each_shard(&self) -> Vec<Condition> {
        self.shards().clone()
    }

    /// Discord said how many IDENTIFYs are left, of how many.
    pub fn note_identifies(&self, remaining: u32, total: u32) {
        *self.identifies.lock().unwrap_or_else(PoisonError::into_inner) = Some((remaining, total));
    }

    /// How many are left, of how many.
    pub fn identifies(&self) -> Option<(u32, u32)> {
        *self.identifies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shards(&self) -> MutexGuard<'_, Vec<Condition>> {
        self.shards.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn badness(state: BotState) -> u8 {
    match state {
        BotState::Ready => 0,
        BotState::Connecting => 1,
        BotState::Waiting => 2,
        BotState::Degraded(_) => 3,
        BotState::Stopped(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_as_well_as_its_worst_shard() {
        let (board, watch) = Board::new();
        board.has_shards(2);
        board.set(0, Condition::of(BotState::Ready));
        assert_eq!(*watch.borrow(), BotState::Connecting);
        board.set(1, Condition::of(BotState::Ready));
        assert_eq!(*watch.borrow(), BotState::Ready);
        board.set(0, Condition::of(BotState::Waiting));
        assert_eq!(*watch.borrow(), BotState::Waiting);
        let degraded = Condition::of(BotState::Degraded(Trouble::ConnectionLost));
        assert!(board.set(0, degraded) && !board.set(0, degraded), "it is told once");
        board.set(1, Condition::of(BotState::Waiting));
        assert_eq!(board.condition(), degraded);
    }
}
