//! The transcript as plain text. What begins at the edge of a line is ours: whatever somebody wrote stands behind a name
//! in the same line or behind `| `, so that nothing in it reads like another line.

use std::fmt::Write as _;

use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Excerpt, Outline, TicketMessage};

use super::entities::{Names, date, time};
use super::files::SentFile;
use super::pieces::{self, Card, Piece};
use super::plain::{lines, one_line};
use crate::words::Speech;

/// What stands before each further line that somebody wrote.
const WRITTEN: &str = "    | ";

/// What stands before each line that says something about a message.
const ABOUT: &str = "    ↳ ";

/// What stands above the conversation, and whether that lacks what was `withheld` from the bot.
pub fn heading(ticket: &Ticket, outline: &Outline, withheld: bool, speech: Speech<'_>) -> String {
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
    if let [_, .., _] = outline.days.as_slice() {
        let _ = writeln!(text, "{}:", speech.say("transcript-days"));
        for day in &outline.days {
            let _ = writeln!(text, "{WRITTEN}{}: {}", date(day.at), day.messages);
        }
    }
    if withheld {
        let _ = writeln!(text, "{}", speech.say("transcript-no-content"));
    }
    text
}

/// A message, below the day that it begins.
pub fn message(
    message: &TicketMessage,
    excerpt: &Excerpt<'_>,
    names: &Names<'_>,
    speech: Speech<'_>,
    text: &mut String,
) {
    if let Some(day) = excerpt.outline.day_that_begins(message.id) {
        let _ = writeln!(text, "\n== {} ==", date(day.at));
    }
    let raw = pieces::raw(message);
    let pieces = pieces::of(message, raw.as_ref(), excerpt, speech);
    let (first, others) = match pieces.split_first() {
        Some((Piece::Text(first), others)) => (first.as_str(), others),
        _ => ("", pieces.as_slice()),
    };
    let edited = message.edited_at.is_some().then_some("transcript-edited");
    let marks = pieces::marks(raw.as_ref()).into_iter().chain(edited).map(|key| format!(" ({})", speech.say(key)));
    let marks = marks.collect::<String>();
    let _ = write!(text, "\n[{}] {}{marks}: ", time(message.sent_at), author(message, speech));
    written(text, &names.resolve(first));
    for earlier in &message.earlier {
        let _ = write!(text, "{ABOUT}{}: ", speech.say("transcript-earlier"));
        written(text, &names.resolve(&earlier.content));
    }
    for piece in others {
        match piece {
            Piece::Text(content) => quoted(text, &names.resolve(content)),
            Piece::Card(shown) => card(shown, names, text),
            Piece::File(sent) => file(sent, speech, text),
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
        let chips = line.chips.iter().map(|chip| one_line(&names.resolve(chip)));
        let content = [names.resolve(&line.text)].into_iter().chain(chips).filter(|part| !part.is_empty());
        let content = content.collect::<Vec<_>>().join(" · ");
        let separator = if line.name.is_empty() || content.is_empty() { "" } else { ": " };
        quoted(text, &format!("{}{separator}{content}", one_line(&names.resolve(&line.name))));
    }
}

fn file(sent: &SentFile, speech: Speech<'_>, text: &mut String) {
    let (label, description) = (sent.label(speech), one_line(&sent.description));
    let label = if label.is_empty() { label } else { format!("{label}: ") };
    let description = if description.is_empty() { description } else { format!(" – {description}") };
    let fate = sent.fate(speech);
    let fate = if fate.is_empty() { fate } else { format!(" [{fate}]") };
    let (name, size, url) = (name(&sent.file.name), sent.size(), one_line(&sent.file.url));
    let _ = writeln!(text, "{ABOUT}{label}{name} ({size}){description}{fate} {url}");
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
