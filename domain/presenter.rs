//! What tickets look like on Discord: the port of whoever renders them, in each reader's language.

use std::fmt::Debug;

use crate::discord::OutgoingMessage;
use crate::notice::Notice;
use crate::panel::Panel;
use crate::ticket::Ticket;
use crate::transcript::Transcript;

/// The port that renders messages.
pub trait Presenter: Send + Sync + Debug {
    /// The first message of a ticket, as the ticket is now, with its buttons.
    fn first_message(&self, ticket: &Ticket) -> OutgoingMessage;
    /// The message that carries a closed ticket's transcript to the log channel.
    fn farewell(&self, ticket: &Ticket, transcript: &Transcript) -> OutgoingMessage;
    /// The same without the transcript, which is too large for the log channel.
    fn farewell_alone(&self, ticket: &Ticket, transcript: &Transcript) -> OutgoingMessage;
    /// A panel.
    fn panel(&self, panel: &Panel) -> OutgoingMessage;
    /// What somebody is told, in the language that Discord names so.
    fn notice(&self, notice: &Notice, locale: &str) -> OutgoingMessage;
}
