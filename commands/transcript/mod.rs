//! Transcripts: a page that opens in any browser without network, and the same as text.

mod cards;
mod components;
mod conversation;
mod entities;
mod files;
mod inline;
mod markdown;
mod page;
mod pieces;
pub(crate) mod plain;
mod poll;
mod replies;
mod system;
mod text;

use std::sync::Arc;

use tickit_domain::presenter::Scribe;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Excerpt, Outline, Rendered};

pub use self::conversation::conversation;
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
    fn opening(&self, ticket: &Ticket, outline: &Outline, withheld: bool) -> Rendered {
        let speech = self.words.speak(&ticket.locale);
        Rendered {
            html: page::opening(ticket, outline, withheld, speech),
            text: text::heading(ticket, outline, withheld, speech),
        }
    }

    fn messages(&self, ticket: &Ticket, excerpt: Excerpt<'_>) -> Rendered {
        let speech = self.words.speak(&ticket.locale);
        let names = Names::new(ticket, excerpt.names, speech);
        let mut text = String::new();
        for message in excerpt.messages {
            text::message(message, &excerpt, &names, speech, &mut text);
        }
        Rendered { html: page::messages(&excerpt, &names, speech), text }
    }

    fn closing(&self, ticket: &Ticket, empty: bool) -> Rendered {
        Rendered { html: page::closing(empty, self.words.speak(&ticket.locale)), text: String::new() }
    }
}

#[cfg(test)]
mod tests;
