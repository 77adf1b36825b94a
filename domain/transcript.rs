//! What was said in a ticket, with edits and deletions, and its sealed transcript.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{MessageId, TicketId, UserId};
use crate::ticket::Ticket;

/// One message of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketMessage {
    /// Its id, by which messages are in order.
    pub id: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// Their name then.
    pub author_name: String,
    /// Whether a bot wrote it.
    pub by_bot: bool,
    /// When it was written.
    pub sent_at: Timestamp,
    /// What it says now, or said last. Embeds' texts follow the content, a line each.
    pub content: String,
    /// What it said before, oldest first.
    pub earlier: Vec<Edit>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The files with it.
    pub attachments: Vec<Attachment>,
    /// Who is mentioned in it.
    #[serde(default)]
    pub mentioned: Vec<Mentioned>,
}

/// Somebody who is mentioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentioned {
    /// Who.
    pub user: UserId,
    /// Their name then.
    pub name: String,
}

/// What a message said before it was edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it said.
    pub content: String,
    /// When it was changed.
    pub until: Timestamp,
}

/// A file with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// Where Discord kept it.
    pub url: String,
}

/// The most edits of one message that are kept; the oldest go first.
const MOST_EDITS: usize = 50;

impl TicketMessage {
    /// It says something else now. What a bot's message said before is not kept: bots change theirs all the time.
    pub fn edit(&mut self, content: String, now: Timestamp) {
        if content == self.content || self.by_bot {
            self.content = content;
            return;
        }
        self.earlier.push(Edit { content: std::mem::replace(&mut self.content, content), until: now });
        if self.earlier.len() > MOST_EDITS {
            self.earlier.remove(0);
        }
    }
}

/// A ticket's conversation as files for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The ticket.
    pub ticket: TicketId,
    /// Which opening of it.
    pub round: u32,
    /// How many messages it holds.
    pub messages: usize,
    /// A page that opens in a browser without network.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// The port that writes transcripts, in the guild's language.
pub trait Scribe: Send + Sync + Debug {
    /// Writes a closed ticket's conversation.
    fn transcript(&self, ticket: &Ticket, messages: &[TicketMessage]) -> Transcript;
}
