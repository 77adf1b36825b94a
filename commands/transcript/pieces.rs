//! What a message consists of, read from Discord's own description of it. What is not known gets a labelled line.

use serde_json::Value;
use tickit_domain::ids::MessageId;
use tickit_domain::transcript::{Excerpt, TicketMessage};

use super::cards;
use super::files::{self, SentFile};
use super::replies;
use super::system::{self, Happened};
use crate::words::Speech;

/// A part of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// What its author wrote, in Discord's markdown.
    Text(String),
    /// Something else.
    Card(Card),
    /// A file.
    File(SentFile),
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
    /// Its colour, red in the highest of three bytes.
    pub colour: Option<u32>,
}

/// A line of a card, of several lines perhaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands before it; may be empty.
    pub name: String,
    /// Its text, in Discord's markdown; may be empty.
    pub text: String,
    /// What stands in it side by side, such as buttons: plain texts.
    pub chips: Vec<String>,
}

impl Card {
    /// One that says nothing but what it is.
    pub fn labelled(label: String) -> Self {
        Self { label, ..Self::default() }
    }
}

impl Line {
    /// A line of text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A line with a name.
    pub fn named(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), ..Self::default() }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.text.is_empty() && self.chips.is_empty()
    }
}

/// Discord's own description of a message; `None` for those that were kept before it was.
pub fn raw(message: &TicketMessage) -> Option<Value> {
    message.raw.as_deref().map(|raw| serde_json::from_str(raw).unwrap_or(Value::Null))
}

/// The parts of a message, from top to bottom. There is at least one.
pub fn of(message: &TicketMessage, raw: Option<&Value>, excerpt: &Excerpt<'_>, speech: Speech<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let content = Some(message.content.clone()).filter(|content| !content.is_empty()).map(Piece::Text);
    if let Some(raw) = raw {
        pieces.extend(replies::cards(raw, speech).into_iter().map(Piece::Card));
        let (label, content) = match system::happened(raw, &message.content, speech) {
            Some(Happened::WithText(label)) => (Some(label), content),
            Some(Happened::Alone(label)) => (Some(label), None),
            None => (None, content),
        };
        pieces.extend(label.map(|label| Piece::Card(Card::labelled(label))));
        pieces.extend(content);
        pieces.extend(cards::of(raw, speech).into_iter().map(Piece::Card));
        pieces.extend(unreadable(raw, speech).map(Piece::Card));
    } else {
        pieces.extend(content);
    }
    pieces.extend(files::of(message, raw, excerpt).into_iter().map(Piece::File));
    if pieces.is_empty() {
        pieces.push(Piece::Card(Card::labelled(nothing(message, raw, speech))));
    }
    pieces.extend(raw.and_then(|raw| cards::reactions(raw, speech)).map(Piece::Card));
    pieces
}

/// What is to be said of a whole message beside its author's name, as keys of texts.
pub fn marks(raw: Option<&Value>) -> Vec<&'static str> {
    let Some(raw) = raw else { return Vec::new() };
    let has = |name: &str| raw.get(name).is_some_and(Value::is_string);
    // An application's answers to interactions have the id of a webhook too.
    let webhook = has("webhook_id") && !has("application_id");
    let marks = [(webhook, "transcript-webhook"), (is_set(raw, "pinned"), "transcript-is-pinned")];
    marks.into_iter().filter(|(is, _)| *is).map(|(_, key)| key).collect()
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

/// The fields that say something but are of another type than Discord's documents have.
fn unreadable(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let lists = ["embeds", "components", "sticker_items", "message_snapshots", "attachments", "reactions"];
    let is_odd = |name: &&str| raw.get(name).is_some_and(|value| !value.is_null() && !value.is_array());
    let odd_content = raw.get("content").is_some_and(|content| !content.is_null()).then_some("content");
    let odd_poll = raw.get("poll").is_some_and(|poll| !poll.is_null() && !poll.is_object()).then_some("poll");
    let odd: Vec<&str> = lists.into_iter().filter(is_odd).chain(odd_content).chain(odd_poll).collect();
    let fields = odd.join(", ");
    (!odd.is_empty()).then(|| Card::labelled(speech.fill("transcript-unreadable-part", &[("fields", fields.into())])))
}

/// The objects of a list; none where it is no list.
pub fn items<'a>(fields: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    fields.get(name).and_then(Value::as_array).into_iter().flatten().filter(|item| item.is_object())
}

/// A text; empty where it is none.
pub fn string(fields: &Value, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A text in an object of an object; empty where there is none.
pub fn inner(fields: &Value, part: &str, name: &str) -> String {
    fields.get(part).map(|part| string(part, name)).unwrap_or_default()
}

/// A number; zero where it is none.
pub fn number(fields: &Value, name: &str) -> u64 {
    fields.get(name).and_then(Value::as_u64).unwrap_or_default()
}

/// Whether a field says yes.
pub fn is_set(fields: &Value, name: &str) -> bool {
    fields.get(name) == Some(&Value::Bool(true))
}

/// The texts that are not empty, with spaces between.
pub fn joined(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
