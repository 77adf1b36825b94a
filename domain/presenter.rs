//! What tickets look like on Discord and in transcripts: the ports of whoever renders them, in each reader's language.

use std::fmt::Debug;

use crate::discord::{OutgoingMessage, Place};
use crate::ids::UserId;
use crate::notice::Notice;
use crate::panel::Panel;
use crate::settings::Settings;
use crate::settings::TicketType;
use crate::ticket::Ticket;
use crate::transcript::{Excerpt, Outline, Rendered, Transcript, TranscriptFile};

/// The port that renders messages.
pub trait Presenter: Send + Sync + Debug {
    /// The first message of a ticket, as the ticket is now, with its buttons.
    fn first_message(&self, ticket: &Ticket, settings: &Settings) -> OutgoingMessage;
    /// The message about a closed ticket in the log channel, with these files of its transcript: as many as the channel
    /// takes.
    fn farewell(&self, ticket: &Ticket, transcript: &Transcript, files: Vec<TranscriptFile>) -> OutgoingMessage;
    /// The same message as it is now, to change one that has so many files.
    fn summary(&self, ticket: &Ticket, transcript: &Transcript, files: usize) -> OutgoingMessage;
    /// What the opener of a closed ticket is asked: how many stars they give it, with what they gave it already. It is read
    /// outside the guild too.
    fn feedback_request(&self, at: Place, ticket: &Ticket) -> OutgoingMessage;
    /// What staff has the bot post in a ticket, in which nobody is pinged but these.
    fn staff_message(&self, content: &str, pinged: &[UserId]) -> OutgoingMessage;
    /// A panel, with these types.
    fn panel(&self, panel: &Panel, types: &[&TicketType]) -> OutgoingMessage;
    /// What somebody is told, in the language that Discord names so.
    fn notice(&self, notice: &Notice, locale: &str) -> OutgoingMessage;
}

/// The port that writes transcripts, in the language of the ticket's opener: what stands above the conversation, its
/// messages, as many at a time as the caller likes, and its end. Whatever follows each other makes the file.
pub trait Scribe: Send + Sync + Debug {
    /// What stands above the conversation, which may lack what members wrote because it was `withheld` from the bot.
    fn opening(&self, ticket: &Ticket, outline: &Outline, withheld: bool) -> Rendered;
    /// Some messages.
    fn messages(&self, ticket: &Ticket, excerpt: Excerpt<'_>) -> Rendered;
    /// What stands below the conversation, which may have been empty.
    fn closing(&self, ticket: &Ticket, empty: bool) -> Rendered;
}
