//! Panels: messages by which members open tickets.

use serde::{Deserialize, Serialize};

use crate::ids::ChannelId;
use crate::settings::TicketType;

/// What somebody wants of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPanel {
    /// Where it shall be.
    pub channel: ChannelId,
    /// Its title.
    pub title: String,
    /// The text below.
    pub text: String,
}

/// A message with a button for each ticket type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its title.
    pub title: String,
    /// The text below; may be empty.
    pub text: String,
    /// The types, in the order of the buttons.
    pub types: Vec<TicketType>,
}
