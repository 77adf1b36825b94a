//! A ticket's states, in the order of its life.

use serde::{Deserialize, Serialize};

/// Where a ticket is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// It has a number; its channel is being made.
    Opening,
    /// It can be talked in.
    Open,
    /// It takes no more changes; its transcript is being sealed and its channel removed.
    Closing,
    /// Its channel is gone, its transcript is kept.
    Closed,
    /// It is closed, and all that is kept of it is being deleted.
    Deleting,
    /// Its channel could not be made. The number stays used.
    Failed,
}

impl TicketState {
    /// The state's name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Deleting => "deleting",
            Self::Failed => "failed",
        }
    }
}
