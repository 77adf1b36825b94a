//! What tickets look like on Discord: the messages of each kind, in their reader's language.

use std::sync::Arc;

use tickit_domain::discord::{OutgoingMessage, Place};
use tickit_domain::ids::UserId;
use tickit_domain::notice::Notice;
use tickit_domain::panel::Panel;
use tickit_domain::presenter::Presenter;
use tickit_domain::settings::Settings;
use tickit_domain::settings::TicketType;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Transcript, TranscriptFile};

use crate::message::Message;
use crate::words::Words;
use crate::{answers, farewell, feedback, notice, panel, quote, welcome};

/// Renders messages in the languages that there are.
#[derive(Debug)]
pub struct LocalPresenter {
    words: Arc<Words>,
}

impl LocalPresenter {
    /// A presenter with these words.
    pub const fn new(words: Arc<Words>) -> Self {
        Self { words }
    }
}

impl Presenter for LocalPresenter {
    fn first_message(&self, ticket: &Ticket, _settings: &Settings) -> OutgoingMessage {
        let body = welcome::message(ticket, self.words.speak(&ticket.locale)).to_json();
        OutgoingMessage { body, files: answers::file(&ticket.answers, quote::length(ticket)).into_iter().collect() }
    }

    fn farewell(&self, ticket: &Ticket, transcript: &Transcript, files: Vec<TranscriptFile>) -> OutgoingMessage {
        let OutgoingMessage { body, .. } = self.summary(ticket, transcript, files.len());
        OutgoingMessage { body, files: farewell::transcript_files(ticket.id, files) }
    }

    fn summary(&self, ticket: &Ticket, transcript: &Transcript, files: usize) -> OutgoingMessage {
        farewell::message(ticket, transcript, files, self.words.speak(&ticket.locale)).to_json().into()
    }

    fn feedback_request(&self, at: Place, ticket: &Ticket) -> OutgoingMessage {
        feedback::message(at, ticket, self.words.speak(&ticket.locale)).to_json().into()
    }

    fn staff_message(&self, content: &str, pinged: &[UserId]) -> OutgoingMessage {
        Message::text(content).pinging(pinged).to_json().into()
    }

    fn panel(&self, panel: &Panel, types: &[&TicketType]) -> OutgoingMessage {
        panel::message(panel, types, self.words.speak(&panel.locale)).to_json().into()
    }

    fn notice(&self, notice: &Notice, locale: &str) -> OutgoingMessage {
        let body = notice::message(notice, self.words.speak(locale)).to_json();
        let files = match notice {
            Notice::Transcript { ticket, files, attachments, .. } => {
                let kept = attachments.iter().map(farewell::attachment_file);
                farewell::transcript_files(*ticket, files.clone()).into_iter().chain(kept).collect()
            }
            _ => Vec::new(),
        };
        OutgoingMessage { body, files }
    }
}
