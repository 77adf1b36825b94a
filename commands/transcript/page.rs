//! The transcript as a page, piece by piece: what stands above the conversation, some of its messages, and its end.

use askama::Template;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::MessageId;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Attachment, TicketMessage};

use super::entities::{Names, time};
use super::markdown::to_html;
use super::pieces::{self, Card, Piece};
use super::plain::one_line;
use crate::words::Speech;

#[derive(Template)]
#[template(path = "transcript/opening.html")]
struct Opening<'a> {
    ticket: &'a Ticket,
    opened: String,
    closed: String,
    withheld: bool,
    speech: Speech<'a>,
}

#[derive(Template)]
#[template(path = "transcript/messages.html")]
struct Messages<'a> {
    messages: Vec<Shown>,
    speech: Speech<'a>,
}

#[derive(Template)]
#[template(path = "transcript/closing.html")]
struct Closing<'a> {
    empty: bool,
    speech: Speech<'a>,
}

/// A message as it is shown. What is called HTML was escaped.
struct Shown {
    id: MessageId,
    name: String,
    username: Option<String>,
    by_bot: bool,
    sent_at: Timestamp,
    sent: String,
    edited: bool,
    deleted: Option<String>,
    earlier_html: Vec<String>,
    pieces: Vec<ShownPiece>,
}

enum ShownPiece {
    Text { html: String },
    Card { label: String, about: Option<MessageId>, lines: Vec<ShownLine> },
    File(Attachment),
}

struct ShownLine {
    name: String,
    html: String,
}

/// What stands above the conversation, and whether that lacks what was `withheld` from the bot.
pub fn opening(ticket: &Ticket, withheld: bool, speech: Speech<'_>) -> String {
    let closed = ticket.closing.as_ref().map(|closing| time(closing.at)).unwrap_or_default();
    rendered(&Opening { ticket, opened: time(ticket.opened_at), closed, withheld, speech })
}

/// Some of the messages.
pub fn messages(messages: &[TicketMessage], names: &Names<'_>, speech: Speech<'_>) -> String {
    rendered(&Messages { messages: messages.iter().map(|message| shown(message, names, speech)).collect(), speech })
}

/// What stands below the conversation, which may have been empty.
pub fn closing(empty: bool, speech: Speech<'_>) -> String {
    rendered(&Closing { empty, speech })
}

fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a piece of a transcript's page could not be written");
        String::new()
    })
}

fn shown(message: &TicketMessage, names: &Names<'_>, speech: Speech<'_>) -> Shown {
    let name = one_line(&message.author_name);
    Shown {
        id: message.id,
        name: if name.trim().is_empty() { speech.say("transcript-unknown-author") } else { name },
        username: message.username.as_deref().map(one_line),
        by_bot: message.by_bot,
        sent_at: message.sent_at,
        sent: time(message.sent_at),
        edited: message.edited_at.is_some(),
        deleted: message.deleted_at.map(time),
        earlier_html: message.earlier.iter().map(|earlier| to_html(&earlier.content, names)).collect(),
        pieces: pieces::of(message, speech).into_iter().map(|piece| piece_shown(piece, names)).collect(),
    }
}

fn piece_shown(piece: Piece, names: &Names<'_>) -> ShownPiece {
    match piece {
        Piece::Text(text) => ShownPiece::Text { html: to_html(&text, names) },
        Piece::File(file) => ShownPiece::File(file),
        Piece::Card(Card { label, lines, about }) => {
            let line = |line: pieces::Line| ShownLine {
                name: one_line(&names.resolve(&line.name)),
                html: to_html(&line.text, names),
            };
            ShownPiece::Card { label, about, lines: lines.into_iter().map(line).collect() }
        }
    }
}

impl Shown {
    /// The first letter of the name, for the circle beside a message.
    fn initial(&self) -> String {
        self.name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
    }
}
