//! What a message consists of, read from Discord's own description of it. What is not known gets a labelled line.

use serde_json::Value;
use tickit_domain::ids::MessageId;
use tickit_domain::transcript::{Attachment, TicketMessage};

use super::plain::{one_line, start};
use super::{components, system};
use crate::words::Speech;

/// The most characters of a message that is answered.
const MOST_REPLIED: usize = 120;

/// The reference of a forwarded message
/// (<https://docs.discord.com/developers/resources/message#message-reference-types>).
const FORWARDED: u64 = 1;

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// What its author wrote, in Discord's markdown.
    Text(String),
    /// Something else.
    Card(Card),
    /// A file.
    File(Attachment),
}

/// Something beside the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// What it is, in our words; empty where its lines say it all.
    pub label: String,
    /// What it says.
    pub lines: Vec<Line>,
    /// The message that it is about.
    pub about: Option<MessageId>,
}

/// A line of a card, of several lines perhaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands before it; may be empty.
    pub name: String,
    /// Its text, in Discord's markdown; may be empty.
    pub text: String,
}

impl Line {
    /// A line of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { name: String::new(), text: text.into() }
    }

    /// A line with a name.
    pub fn named(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// The parts of a message, from top to bottom. There is at least one.
pub fn of(message: &TicketMessage, speech: Speech<'_>) -> Vec<Piece> {
    let raw = message.raw.as_deref().map(|raw| serde_json::from_str(raw).unwrap_or(Value::Null));
    let mut pieces = Vec::new();
    let content = Some(message.content.clone()).filter(|content| !content.is_empty()).map(Piece::Text);
    if let Some(raw) = &raw {
        pieces.extend(reply(raw, speech).map(Piece::Card));
        pieces.extend(system::label(raw, speech).map(|label| Piece::Card(Card { label, ..Card::default() })));
        pieces.extend(content);
        pieces.extend(cards(raw, speech).into_iter().map(Piece::Card));
        pieces.extend(unreadable(raw, speech).map(Piece::Card));
    } else {
        pieces.extend(content);
    }
    pieces.extend(message.attachments.iter().cloned().map(Piece::File));
    if pieces.is_empty() {
        pieces.push(Piece::Card(Card { label: nothing(message, raw.as_ref(), speech), ..Card::default() }));
    }
    pieces
}

/// What a message is that says nothing.
fn nothing(message: &TicketMessage, raw: Option<&Value>, speech: Speech<'_>) -> String {
    let kind = raw.and_then(|raw| raw.get("type")).and_then(Value::as_u64);
    match kind {
        _ if message.withheld => speech.say("transcript-withheld"),
        Some(kind) => speech.fill("transcript-unknown", &[("kind", kind.to_string().into())]),
        None => speech.say("transcript-unreadable"),
    }
}

/// All that a message or a forwarded one carries besides text and files.
fn cards(raw: &Value, speech: Speech<'_>) -> Vec<Card> {
    let mut cards = Vec::new();
    cards.extend(forwarded(raw, speech));
    cards.extend(items(raw, "embeds").map(|embed| labelled("transcript-embed", embed_lines(embed, speech), speech)));
    cards.extend(components::card(raw, speech));
    let stickers: Vec<Line> = items(raw, "sticker_items").map(|sticker| Line::text(string(sticker, "name"))).collect();
    cards.extend(
        Some(stickers).filter(|lines| !lines.is_empty()).map(|lines| labelled("transcript-sticker", lines, speech)),
    );
    cards.extend(poll(raw, speech));
    cards
}

fn labelled(key: &str, mut lines: Vec<Line>, speech: Speech<'_>) -> Card {
    if lines.is_empty() {
        lines.push(Line::text(speech.say("transcript-nothing-to-show")));
    }
    Card { label: speech.say(key), lines, about: None }
}

/// The message that this one answers, as a quoted line.
fn reply(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let reference = raw.get("message_reference")?;
    let is_reply = raw.get("type").and_then(Value::as_u64) == Some(19);
    if !is_reply || reference.get("type").and_then(Value::as_u64) == Some(FORWARDED) {
        return None;
    }
    let about = string(reference, "message_id").parse().ok();
    let Some(replied) = raw.get("referenced_message").filter(|replied| replied.is_object()) else {
        return Some(Card { label: speech.say("transcript-reply-gone"), lines: Vec::new(), about });
    };
    let author = replied.get("author").unwrap_or(&Value::Null);
    let name = [string(author, "global_name"), string(author, "username")].into_iter().find(|name| !name.is_empty());
    let text = start(&one_line(&string(replied, "content")), MOST_REPLIED);
    let lines = vec![Line::named(name.unwrap_or_else(|| speech.say("transcript-unknown-author")), text)];
    Some(Card { label: speech.say("transcript-reply"), lines, about })
}

/// What was forwarded. A forwarded message carries a snapshot of the other one.
fn forwarded(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let kind = raw.get("message_reference").and_then(|reference| reference.get("type")).and_then(Value::as_u64);
    let mut lines = Vec::new();
    for snapshot in items(raw, "message_snapshots").filter_map(|snapshot| snapshot.get("message")) {
        let content = string(snapshot, "content");
        lines.extend(Some(content).filter(|content| !content.is_empty()).map(Line::text));
        for card in cards(snapshot, speech) {
            lines.push(Line::named(card.label, ""));
            lines.extend(card.lines);
        }
        lines.extend(items(snapshot, "attachments").map(|file| Line::named("📎", string(file, "filename"))));
    }
    (kind == Some(FORWARDED) || !lines.is_empty()).then(|| labelled("transcript-forwarded", lines, speech))
}

fn embed_lines(embed: &Value, speech: Speech<'_>) -> Vec<Line> {
    let inner = |part: &str, name: &str| embed.get(part).map(|part| string(part, name)).unwrap_or_default();
    let mut lines = vec![
        Line::named(inner("provider", "name"), ""),
        Line::named(inner("author", "name"), ""),
        Line::named(string(embed, "title"), ""),
        Line::text(string(embed, "description")),
    ];
    let field = |field: &Value| Line::named(string(field, "name"), string(field, "value"));
    lines.extend(items(embed, "fields").map(field));
    lines.push(Line::text(inner("footer", "text")));
    let media = [("image", "transcript-picture"), ("thumbnail", "transcript-picture"), ("video", "transcript-video")];
    for (part, key) in media {
        let url = inner(part, "url");
        lines.extend(Some(url).filter(|url| !url.is_empty()).map(|url| Line::named(speech.say(key), url)));
    }
    let url = string(embed, "url");
    lines.extend(Some(url).filter(|url| !url.is_empty()).map(Line::text));
    lines.retain(|line| !(line.name.is_empty() && line.text.is_empty()));
    lines
}

fn poll(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let poll = raw.get("poll").filter(|poll| poll.is_object())?;
    let results = poll.get("results").unwrap_or(&Value::Null);
    let votes = |answer: &Value| {
        let of_answer = |count: &&Value| count.get("id").is_some() && count.get("id") == answer.get("answer_id");
        items(results, "answer_counts").find(of_answer).and_then(|count| count.get("count")?.as_u64()).unwrap_or(0)
    };
    let mut lines = vec![Line::named(poll.get("question").map(|asked| string(asked, "text")).unwrap_or_default(), "")];
    for answer in items(poll, "answers") {
        let text = answer.get("poll_media").map(|media| string(media, "text")).unwrap_or_default();
        lines.push(Line::text(format!("{text}: {}", votes(answer))));
    }
    Some(labelled("transcript-poll", lines, speech))
}

/// The fields that say something but are of another type than Discord's documents have.
fn unreadable(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let lists = ["embeds", "components", "sticker_items", "message_snapshots", "attachments"];
    let is_odd = |name: &&str| raw.get(name).is_some_and(|value| !value.is_null() && !value.is_array());
    let odd_content = raw.get("content").is_some_and(|content| !content.is_null()).then_some("content");
    let odd_poll = raw.get("poll").is_some_and(|poll| !poll.is_null() && !poll.is_object()).then_some("poll");
    let odd: Vec<&str> = lists.into_iter().filter(is_odd).chain(odd_content).chain(odd_poll).collect();
    let fields = odd.join(", ");
    (!odd.is_empty()).then(|| Card {
        label: speech.fill("transcript-unreadable-part", &[("fields", fields.into())]),
        ..Card::default()
    })
}

/// The objects of a list; none where it is no list.
pub fn items<'a>(fields: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    fields.get(name).and_then(Value::as_array).into_iter().flatten().filter(|item| item.is_object())
}

/// A text; empty where it is none.
pub fn string(fields: &Value, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
