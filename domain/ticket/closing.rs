//! How a ticket came to be closed, and how far what that takes has come.

use serde::{Deserialize, Serialize};

use super::{FeedbackRequest, PostedSummary};
use crate::actor::Who;
use crate::clock::Timestamp;
use crate::ids::MessageId;

/// How a ticket came to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Who closed it.
    pub by: Who,
    /// When.
    pub at: Timestamp,
    /// Why, in their words; empty where they gave none.
    pub reason: String,
    /// How far its channel was read back, for what was written while nobody listened.
    #[serde(default)]
    pub read_back: ReadBack,
    /// The message in its channel that says how far its transcript is, where that takes long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<MessageId>,
    /// The message with its transcript in the log channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted: Option<MessageId>,
    /// How that was posted; none where an earlier version did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<PostedSummary>,
    /// What the opener is asked of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<FeedbackRequest>,
}

/// How far a channel was read back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadBack {
    /// The oldest message that was read; the next page is older.
    pub before: Option<MessageId>,
    /// How many pages were read.
    pub pages: u32,
    /// Whether all was read.
    pub done: bool,
}

impl ReadBack {
    /// How many messages were read, at most.
    pub const fn messages(&self) -> usize {
        self.pages as usize * 100
    }
}
