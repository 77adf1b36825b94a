//! What the next number of a guild's tickets will be, as far as this process knows.
//!
//! The store counts. But whoever knows how far it has counted can write the count down together with what is numbered, in
//! one call: the store refuses it where somebody else counted meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ids::GuildId;

/// Of so many guilds it is remembered. Of others the store is asked.
const MOST: usize = 10_000;

/// The last number of each guild that was given out here.
#[derive(Debug, Default)]
pub struct Numbers(Mutex<HashMap<GuildId, u32>>);

impl Numbers {
    /// The number that follows, which nobody else in this process is given; `None` where it is not known.
    pub(super) fn next(&self, guild: GuildId) -> Option<u32> {
        let mut last = self.last();
        let last = last.get_mut(&guild)?;
        *last = last.checked_add(1)?;
        Some(*last)
    }

    /// Gives the number back that was given last; where others were given since, they will find out.
    pub(super) fn give_back(&self, guild: GuildId, number: u32) {
        if let Some(last) = self.last().get_mut(&guild).filter(|last| **last == number) {
            *last -= 1;
        }
    }

    /// The store has counted so far.
    pub(super) fn counted(&self, guild: GuildId, number: u32) {
        let mut last = self.last();
        if last.len() >= MOST {
            last.clear();
        }
        let known = last.entry(guild).or_default();
        *known = number.max(*known);
    }

    /// What was known was wrong.
    pub(super) fn forget(&self, guild: GuildId) {
        self.last().remove(&guild);
    }

    fn last(&self) -> MutexGuard<'_, HashMap<GuildId, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
