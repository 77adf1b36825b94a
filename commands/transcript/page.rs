//! The transcript as a page, piece by piece: what stands above the conversation, some of its messages, and its end.

use askama::Template;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::MessageId;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Excerpt, Outline, TicketMessage};

use super::entities::{Names, date, time};
use super::files::SentFile;
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
    days: Vec<ShownDay>,
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

/// A day of the conversation.
struct ShownDay {
    date: String,
    first: MessageId,
    messages: usize,
}

/// A message as it is shown. What is called HTML was escaped.
pub(super) struct Shown {
    pub(super) id: MessageId,
    /// The day that it begins.
    pub(super) day: Option<String>,
    pub(super) name: String,
    pub(super) username: Option<String>,
    pub(super) by_bot: bool,
    pub(super) sent_at: Timestamp,
    pub(super) sent: String,
    pub(super) marks: Vec<String>,
    pub(super) deleted: Option<String>,
    pub(super) pieces: Vec<ShownPiece>,
}

/// A part of it.
pub(super) enum ShownPiece {
    Earlier { html: String },
    Text { html: String },
    Card { label: String, about: Option<MessageId>, colour: Option<String>, lines: Vec<ShownLine> },
    File { label: String, fate: String, sent: SentFile },
}

/// A line of a card.
pub(super) struct ShownLine {
    pub(super) name: String,
    pub(super) html: String,
    pub(super) chips: Vec<String>,
}

/// What stands above the conversation, and whether that lacks what was `withheld` from the bot.
pub fn opening(ticket: &Ticket, outline: &Outline, withheld: bool, speech: Speech<'_>) -> String {
    let closed = ticket.closing.as_ref().map(|closing| time(closing.at)).unwrap_or_default();
    let days = outline.days.iter();
    let days = days.map(|day| ShownDay { date: date(day.at), first: day.first, messages: day.messages }).collect();
    rendered(&Opening { ticket, opened: time(ticket.opened_at), closed, days, withheld, speech })
}

/// Some of the messages.
pub fn messages(excerpt: &Excerpt<'_>, names: &Names<'_>, speech: Speech<'_>) -> String {
    let messages = excerpt.messages.iter().map(|message| shown(message, excerpt, names, speech)).collect();
    rendered(&Messages { messages, speech })
}

/// What stands below the conversation, which may have been empty.
pub fn closing(empty: bool, speech: Speech<'_>) -> String {
    rendered(&Closing { empty, speech })
}

pub(super) fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a piece of a transcript's page could not be written");
        String::new()
    })
}

pub(super) fn shown(message: &TicketMessage, excerpt: &Excerpt<'_>, names: &Names<'_>, speech: Speech<'_>) -> Shown {
    let (name, raw) = (one_line(&message.author_name), pieces::raw(message));
    let edited = message.edited_at.is_some().then_some("transcript-edited");
    let marks = pieces::marks(raw.as_ref()).into_iter().chain(edited);
    let pieces = pieces::of(message, raw.as_ref(), excerpt, speech).into_iter();
    Shown {
        id: message.id,
        day: excerpt.outline.day_that_begins(message.id).map(|day| date(day.at)),
        name: if name.trim().is_empty() { speech.say("transcript-unknown-author") } else { name },
        username: message.username.as_deref().map(one_line),
        by_bot: message.by_bot,
        sent_at: message.sent_at,
        sent: time(message.sent_at),
        marks: marks.map(|key| speech.say(key)).collect(),
        deleted: message.deleted_at.map(time),
        pieces: with_earlier(message, pieces.map(|piece| piece_shown(piece, names, speech)).collect(), names),
    }
}

/// The earlier texts stand above the text, and below what it replies to.
fn with_earlier(message: &TicketMessage, mut pieces: Vec<ShownPiece>, names: &Names<'_>) -> Vec<ShownPiece> {
    let at = pieces.iter().position(|piece| matches!(piece, ShownPiece::Text { .. })).unwrap_or_default();
    let earlier = message.earlier.iter().map(|earlier| ShownPiece::Earlier { html: to_html(&earlier.content, names) });
    pieces.splice(at..at, earlier);
    pieces
}

fn piece_shown(piece: Piece, names: &Names<'_>, speech: Speech<'_>) -> ShownPiece {
    match piece {
        Piece::Text(text) => ShownPiece::Text { html: to_html(&text, names) },
        Piece::File(sent) => ShownPiece::File { label: sent.label(speech), fate: sent.fate(speech), sent },
        Piece::Card(Card { label, lines, about, colour }) => {
            let line = |line: pieces::Line| ShownLine {
                name: one_line(&names.resolve(&line.name)),
                html: to_html(&line.text, names),
                chips: line.chips.iter().map(|chip| one_line(&names.resolve(chip))).collect(),
            };
            let colour = colour.map(|colour| format!("#{colour:06x}"));
            ShownPiece::Card { label, about, colour, lines: lines.into_iter().map(line).collect() }
        }
    }
}

impl Shown {
    /// The first letter of the name, for the circle beside a message.
    pub(super) fn initial(&self) -> String {
        self.name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
    }
}
