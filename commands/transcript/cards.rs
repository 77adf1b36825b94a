//! What a message carries besides text and files: embeds, components, stickers, polls, a forwarded message, reactions.

use serde_json::Value;
use tickit_domain::clock::Timestamp;

use super::entities::time;
use super::pieces::{Card, Line, inner, items, joined, number, string};
use super::{components, files, poll};
use crate::words::Speech;

/// The reference of a forwarded message
/// (<https://docs.discord.com/developers/resources/message#message-reference-types>).
pub const FORWARDED: u64 = 1;

/// All that a message or a forwarded one carries besides text and files.
pub fn of(raw: &Value, speech: Speech<'_>) -> Vec<Card> {
    let mut cards = Vec::new();
    cards.extend(forwarded(raw, speech));
    cards.extend(items(raw, "embeds").map(|embed| self::embed(embed, speech)));
    cards.extend(components::card(raw, speech));
    cards.extend(stickers(raw, speech));
    cards.extend(poll::card(raw, speech));
    cards.extend(thread(raw, speech));
    cards
}

/// How often each emoji stands under a message.
pub fn reactions(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let chip = |reaction: &Value| {
        let emoji = reaction.get("emoji").map(emoji).unwrap_or_default();
        joined([emoji, number(reaction, "count").to_string()])
    };
    let chips: Vec<String> = items(raw, "reactions").map(chip).collect();
    let line = Line { chips, ..Line::default() };
    (!line.is_empty()).then(|| Card { label: speech.say("transcript-reactions"), lines: vec![line], ..Card::default() })
}

/// An emoji as it reads: itself, or the name of a guild's own.
pub fn emoji(emoji: &Value) -> String {
    let name = string(emoji, "name");
    let own = emoji.get("id").is_some_and(|id| !id.is_null()) && !name.is_empty();
    if own { format!(":{name}:") } else { name }
}

fn labelled(key: &str, mut lines: Vec<Line>, speech: Speech<'_>) -> Card {
    if lines.is_empty() {
        lines.push(Line::text(speech.say("transcript-nothing-to-show")));
    }
    Card { label: speech.say(key), lines, ..Card::default() }
}

fn stickers(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let lines: Vec<Line> = items(raw, "sticker_items").map(|sticker| Line::text(string(sticker, "name"))).collect();
    (!lines.is_empty()).then(|| labelled("transcript-sticker", lines, speech))
}

/// The thread that began at a message.
fn thread(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let thread = raw.get("thread").filter(|thread| thread.is_object())?;
    Some(labelled("transcript-thread", vec![Line::named(string(thread, "name"), "")], speech))
}

/// What was forwarded. A forwarded message carries a snapshot of the other one.
fn forwarded(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let kind = raw.get("message_reference").map(|reference| number(reference, "type"));
    let mut lines = Vec::new();
    for snapshot in items(raw, "message_snapshots").filter_map(|snapshot| snapshot.get("message")) {
        lines.extend(moment(snapshot, "timestamp").map(|at| Line::named(at, "")));
        let content = string(snapshot, "content");
        lines.extend(Some(content).filter(|content| !content.is_empty()).map(Line::text));
        for card in of(snapshot, speech) {
            lines.push(Line::named(card.label, ""));
            lines.extend(card.lines);
        }
        let file =
            |file: &Value| Line::named("📎", joined([string(file, "filename"), files::size(number(file, "size"))]));
        lines.extend(items(snapshot, "attachments").map(file));
    }
    (kind == Some(FORWARDED) || !lines.is_empty()).then(|| labelled("transcript-forwarded", lines, speech))
}

fn embed(embed: &Value, speech: Speech<'_>) -> Card {
    if let Some(card) = poll::result(embed, speech) {
        return card;
    }
    let mut lines = vec![
        Line::named(inner(embed, "provider", "name"), ""),
        Line::named(inner(embed, "author", "name"), ""),
        Line::named(string(embed, "title"), ""),
        Line::text(string(embed, "description")),
    ];
    let field = |field: &Value| Line::named(string(field, "name"), string(field, "value"));
    lines.extend(items(embed, "fields").map(field));
    let media = [("image", "transcript-picture"), ("thumbnail", "transcript-picture"), ("video", "transcript-video")];
    for (part, key) in media {
        let url = inner(embed, part, "url");
        lines.extend(Some(url).filter(|url| !url.is_empty()).map(|url| Line::named(speech.say(key), url)));
    }
    lines.push(Line::text(string(embed, "url")));
    let footer = [inner(embed, "footer", "text"), moment(embed, "timestamp").unwrap_or_default()];
    lines.push(Line::text(footer.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")));
    lines.retain(|line| !line.is_empty());
    let colour = embed.get("color").and_then(Value::as_u64).and_then(|colour| u32::try_from(colour).ok());
    Card { colour: colour.filter(|colour| *colour <= 0xff_ffff), ..labelled("transcript-embed", lines, speech) }
}

/// A moment in a field, as it reads.
fn moment(fields: &Value, name: &str) -> Option<String> {
    Timestamp::parse_rfc3339(fields.get(name)?.as_str()?).map(time)
}
