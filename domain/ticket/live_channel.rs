//! A ticket's channel, as far as Discord was told.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, MessageId, UserId};

/// What Discord was last told about a ticket's channel. Where it differs from the ticket, there is work to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveChannel {
    /// The channel.
    pub id: ChannelId,
    /// The welcome message with the ticket's buttons.
    pub welcome: Option<MessageId>,
    /// The name that it has.
    pub name: String,
    /// Who was let in, besides opener and staff.
    pub members: BTreeSet<UserId>,
    /// Whose claim the welcome message shows.
    pub claimed_by: Option<UserId>,
}
