//! The summary of a closed ticket in the log channel: where it is, and whether it shows what was said since.

use serde::{Deserialize, Serialize};

use super::{Ticket, TicketState};
use crate::ids::{ChannelId, MessageId};

/// How the summary was posted, so that it can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedSummary {
    /// The log channel then.
    pub channel: ChannelId,
    /// With how many of the transcript's files.
    pub files: usize,
    /// The number of the event of the rating that it shows; none where it shows none.
    pub rating: Option<u32>,
}

/// What is to be done about a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SummaryUpdate {
    /// Where it is.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// How many files it has.
    pub files: usize,
    /// The number of the event of the rating that it shall show.
    pub rating: Option<u32>,
}

impl Ticket {
    /// The number of the event of the rating that a summary of its newest closing shows now.
    pub fn rating_event(&self) -> Option<u32> {
        self.rating().map(|rating| rating.event)
    }

    /// What is to be changed of its summary; none where there is none, or one that shows the rating.
    pub fn summary_update(&self) -> Option<SummaryUpdate> {
        let closing = self.closing.as_ref().filter(|_| self.state == TicketState::Closed)?;
        let (summary, message) = (closing.summary.as_ref()?, closing.posted?);
        let rating = self.rating_event();
        let update = SummaryUpdate { channel: summary.channel, message, files: summary.files, rating };
        (summary.rating != rating).then_some(update)
    }

    /// Its summary shows the rating that it should, or cannot.
    pub fn summary_updated(&mut self, SummaryUpdate { message, rating, .. }: SummaryUpdate) {
        let closing = self.closing.as_mut().filter(|closing| closing.posted == Some(message));
        if let Some(summary) = closing.and_then(|closing| closing.summary.as_mut()) {
            summary.rating = rating;
        }
    }
}
