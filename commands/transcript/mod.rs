//! Transcripts: a page that opens in any browser without network, and the same as text.

mod components;
mod entities;
mod inline;
mod markdown;
mod page;
mod pieces;
mod plain;
mod system;
mod text;

use std::sync::Arc;

use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{GuildNames, Scribe, TicketMessage, Transcript};

use self::entities::Names;
use crate::words::Words;

/// Writes transcripts in the language of the ticket's opener.
#[derive(Debug)]
pub struct LocalScribe {
    words: Arc<Words>,
}

impl LocalScribe {
    /// A scribe with these words.
    pub const fn new(words: Arc<Words>) -> Self {
        Self { words }
    }
}

impl Scribe for LocalScribe {
    fn transcript(&self, ticket: &Ticket, messages: &[TicketMessage], guild: &GuildNames) -> Transcript {
        let speech = self.words.speak(&ticket.locale);
        let mut names = Names::new(ticket, guild, speech);
        for message in messages {
            names.learn_from(message);
        }
        let mut text = text::heading(ticket, speech);
        for message in messages {
            text::message(message, &names, speech, &mut text);
        }
        let html = [
            page::opening(ticket, speech),
            page::messages(messages, &names, speech),
            page::closing(messages.is_empty(), speech),
        ];
        Transcript { ticket: ticket.id, round: ticket.round, messages: messages.len(), html: html.concat(), text }
    }
}

#[cfg(test)]
mod tests;
