//! A conversation on a page of the dashboard: the messages as a transcript has them, in the reader's language, for a page
//! whose policy takes no styles and no pictures from within.

use askama::Template;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{AttachmentFate, Excerpt};

use super::entities::Names;
use super::files::SentFile;
use super::page::{Shown, ShownPiece, rendered, shown};
use crate::words::Speech;

#[derive(Template)]
#[template(path = "transcript/conversation.html")]
struct Conversation<'a> {
    messages: Vec<Shown>,
    /// Below which address files are.
    files: &'a str,
    speech: Speech<'a>,
}

/// Some messages of a ticket, as items of a list. The files that are kept are linked below the address `files`, by message
/// and number.
pub fn conversation(ticket: &Ticket, excerpt: &Excerpt<'_>, files: &str, speech: Speech<'_>) -> String {
    let names = Names::new(ticket, excerpt.names, speech);
    let messages = excerpt.messages.iter().map(|message| shown(message, excerpt, &names, speech)).collect();
    rendered(&Conversation { messages, files, speech })
}

impl Conversation<'_> {
    /// Where a file is to be had; none where it is not kept.
    fn address(&self, message: &Shown, sent: &SentFile) -> Option<String> {
        let is_kept = sent.fate == Some(AttachmentFate::Kept);
        is_kept.then(|| format!("{}/{}-{}", self.files, message.id, sent.index))
    }
}
