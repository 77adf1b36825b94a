//! The transcript as plain text. What begins at the edge of a line is ours: whatever somebody wrote stands behind a name
//! in the same line or behind `| `, so that nothing in it reads like another line.

use std::fmt::Write as _;

use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::TicketMessage;

use super::entities::{Names, time};
use super::pieces::{self, Card, Piece};
use super::plain::{lines, one_line};
use crate::words::Speech;

/// What stands before each further line that somebody wrote.
const WRITTEN: &str = "    | ";

/// What stands before each line that says something about a message.
const ABOUT: &str = "    ↳ ";

/// What stands above the conversation, and whether that lacks what was `withheld` from the bot.
pub fn heading(ticket: &Ticket, withheld: bool, speech: Speech<'_>) -> String {
    let mut text = format!("{}\n", label(&ticket.title()));
    fact(&mut text, &speech.say("log-opened-by"), &ticket.opener_name);
    if let Some(closing) = &ticket.closing {
        fact(&mut text, &speech.say("log-closed-by"), &format!("{}, {}", name(closing.by.name()), time(closing.at)));
        if !closing.reason.is_empty() {
            fact(&mut text, &speech.say("log-reason"), &closing.reason);
        }
    }
    for answer in &ticket.answers {
        fact(&mut text, &label(&answer.question), &answer.answer.to_string());
    }
    if withheld {
        let _ = writeln!(text, "{}", speech.say("transcript-no-content"));
    }
    text
}

/// A message.
pub fn message(message: &TicketMessage, names: &Names<'_>, speech: Speech<'_>, text: &mut String) {
    let pieces = pieces::of(message, speech);
    let (first, others) = match pieces.split_first() {
        Some((Piece::Text(first), others)) => (first.as_str(), others),
        _ => ("", pieces.as_slice()),
    };
    let edited = if message.edited_at.is_some() { speech.say("transcript-edited") } else { String::new() };
    let edited = if edited.is_empty() { edited } else { format!(" ({edited})") };
    let _ = write!(text, "\n[{}] {}{edited}: ", time(message.sent_at), author(message, speech));
    written(text, &names.resolve(first));
    for earlier in &message.earlier {
        let _ = write!(text, "{ABOUT}{}: ", speech.say("transcript-earlier"));
        written(text, &names.resolve(&earlier.content));
    }
    for piece in others {
        match piece {
            Piece::Text(content) => quoted(text, &names.resolve(content)),
            Piece::Card(shown) => card(shown, names, text),
            Piece::File(file) => {
                let _ = writeln!(text, "{ABOUT}{} ({} B) {}", name(&file.name), file.bytes, one_line(&file.url));
            }
        }
    }
    if let Some(at) = message.deleted_at {
        let _ = writeln!(text, "{ABOUT}{} {}", speech.say("transcript-deleted"), time(at));
    }
}

fn card(card: &Card, names: &Names<'_>, text: &mut String) {
    if !card.label.is_empty() {
        let _ = writeln!(text, "{ABOUT}{}", one_line(&card.label));
    }
    for line in &card.lines {
        let separator = if line.name.is_empty() || line.text.is_empty() { "" } else { ": " };
        quoted(text, &format!("{}{separator}{}", one_line(&names.resolve(&line.name)), names.resolve(&line.text)));
    }
}

/// Who wrote a message, with their username where they are called otherwise.
fn author(message: &TicketMessage, speech: Speech<'_>) -> String {
    let shown = if message.author_name.trim().is_empty() {
        speech.say("transcript-unknown-author")
    } else {
        name(&message.author_name)
    };
    message.username.as_ref().map_or_else(|| shown.clone(), |username| format!("{shown} (@{})", name(username)))
}

/// A name in one line, in quotation marks where it could be taken for more than a name.
fn name(name: &str) -> String {
    let name = one_line(name);
    if name.contains([':', '[', ']', '(', ')', '"']) { in_quotes(&name) } else { name }
}

/// What admins call something, in one line, in quotation marks where it could be taken for a line of ours.
fn label(label: &str) -> String {
    let label = one_line(label);
    if label.contains([':', '[', '"']) || label.starts_with(' ') { in_quotes(&label) } else { label }
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'"))
}

fn fact(text: &mut String, what: &str, value: &str) {
    let _ = write!(text, "{what}: ");
    written(text, value);
}

/// The rest of a line, and each further line behind its mark.
fn written(text: &mut String, content: &str) {
    for (index, line) in lines(content).enumerate() {
        let mark = if index == 0 { "" } else { WRITTEN };
        let _ = writeln!(text, "{mark}{line}");
    }
}

/// Lines, each behind its mark.
fn quoted(text: &mut String, content: &str) {
    for line in lines(content) {
        let _ = writeln!(text, "{WRITTEN}{line}");
    }
}
