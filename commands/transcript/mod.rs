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

use tickit_domain::presenter::Scribe;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{KnownNames, Rendered, TicketMessage};

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
    fn opening(&self, ticket: &Ticket, withheld: bool) -> Rendered {
        let speech = self.words.speak(&ticket.locale);
        Rendered { html: page::opening(ticket, withheld, speech), text: text::heading(ticket, withheld, speech) }
    }

    fn messages(&self, ticket: &Ticket, messages: &[TicketMessage], names: &KnownNames) -> Rendered {
        let speech = self.words.speak(&ticket.locale);
        let names = Names::new(ticket, names, speech);
        let mut text = String::new();
        for message in messages {
            text::message(message, &names, speech, &mut text);
        }
        Rendered { html: page::messages(messages, &names, speech), text }
    }

    fn closing(&self, ticket: &Ticket, empty: bool) -> Rendered {
        Rendered { html: page::closing(empty, self.words.speak(&ticket.locale)), text: String::new() }
    }
}

#[cfg(test)]
mod tests;
