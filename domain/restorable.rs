//! For how long what an admin removed can be taken back.

use std::time::Duration;

use crate::clock::Timestamp;

/// So long.
pub const RESTORABLE: Duration = Duration::from_hours(30 * 24);

/// So many of a kind are remembered, the newest.
pub const MOST_RESTORABLE: usize = 25;

/// Until when what was removed then can be taken back.
pub fn restorable_until(removed_at: Timestamp) -> Timestamp {
    removed_at.plus(RESTORABLE)
}

/// Whether what was removed then can be taken back now.
pub fn is_restorable(removed_at: Option<Timestamp>, now: Timestamp) -> bool {
    removed_at.is_some_and(|removed_at| now < restorable_until(removed_at))
}
