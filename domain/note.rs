//! Notes: what staff writes about a ticket for staff alone.

use serde::{Deserialize, Serialize};

use crate::actor::{Cause, Who};
use crate::clock::Timestamp;
use crate::ids::TicketId;

/// The most characters of a note: what a form's input takes
/// (<https://docs.discord.com/developers/components/reference#text-input>).
pub const MOST_NOTE_CHARACTERS: usize = 4000;

/// The most notes on one ticket.
pub const MOST_NOTES: u32 = 500;

/// A note on a ticket. Whoever opened the ticket never sees one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The ticket.
    pub ticket: TicketId,
    /// Who wrote it.
    pub by: Who,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub text: String,
    /// What it was written by.
    pub cause: Cause,
}
