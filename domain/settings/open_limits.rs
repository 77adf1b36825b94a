//! How many tickets a member may have open in a guild, of all types together.

use serde::{Deserialize, Serialize};

use super::Change;
use crate::error::Refusal;

/// The most that a member may be allowed to have open, of all types together.
pub const MOST_OPEN_OF_ALL: u32 = 50;

/// How many tickets a member may have open, of all types together. Read at opening and reopening.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenLimits {
    /// How many each; none: as many as the types let.
    #[serde(default)]
    pub each: Option<u32>,
    /// Whether it was ever limited, so that tickets may hold slots for it.
    #[serde(default)]
    pub counted: bool,
}

impl OpenLimits {
    pub(super) fn change(&mut self, each: &Change<u32>) -> Result<(), Refusal> {
        if each.value().is_some_and(|limit| !(1..=MOST_OPEN_OF_ALL).contains(limit)) {
            return Err(Refusal::LimitRange { limit: MOST_OPEN_OF_ALL });
        }
        self.each = each.after(self.each);
        self.counted |= self.each.is_some();
        Ok(())
    }
}
