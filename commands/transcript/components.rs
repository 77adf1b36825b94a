//! A message's components: buttons, menus, and the building blocks of Components V2
//! (<https://docs.discord.com/developers/components/reference>).

use serde_json::Value;

use super::cards::emoji;
use super::files::size;
use super::pieces::{Card, Line, inner, is_set, items, joined, number, string};
use crate::words::Speech;

/// The flag of messages that consist of components.
const IS_COMPONENTS_V2: u64 = 1 << 15;

/// How a button looks that leads to a page.
const LINK: u64 = 5;

/// What a message's components say, if it has any.
pub fn card(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let mut lines = Vec::new();
    for component in items(raw, "components") {
        add(component, speech, &mut lines);
    }
    let alone = number(raw, "flags") & IS_COMPONENTS_V2 != 0;
    let label = if alone { String::new() } else { speech.say("transcript-controls") };
    (!lines.is_empty()).then(|| Card { label, lines, ..Card::default() })
}

fn add(component: &Value, speech: Speech<'_>, lines: &mut Vec<Line>) {
    match number(component, "type") {
        // An action row, a section, a container, a label.
        1 | 9 | 17 | 18 => holder(component, speech, lines),
        2 => button(component, speech, lines),
        3..=8 | 19 | 21..=23 => lines.push(menu(component, speech)),
        10 => lines.push(Line::text(string(component, "content"))),
        11 => lines.push(picture(component, speech)),
        12 => lines.extend(items(component, "items").map(|item| picture(item, speech))),
        13 => lines.push(file(component)),
        14 if component.get("divider") == Some(&Value::Bool(false)) => {}
        14 => lines.push(Line::text("———")),
        kind => {
            lines.push(Line::text(speech.fill("transcript-unknown-component", &[("kind", kind.to_string().into())])));
        }
    }
}

fn holder(component: &Value, speech: Speech<'_>, lines: &mut Vec<Line>) {
    lines.extend(is_set(component, "spoiler").then(|| Line::named(speech.say("transcript-spoiler"), "")));
    lines.extend(Some(Line::named(string(component, "label"), "")).filter(|line| !line.is_empty()));
    lines.extend(Some(Line::text(string(component, "description"))).filter(|line| !line.is_empty()));
    for inner in items(component, "components") {
        add(inner, speech, lines);
    }
    for inner in ["component", "accessory"].into_iter().filter_map(|name| component.get(name)) {
        add(inner, speech, lines);
    }
}

/// Buttons that stand side by side are one line.
fn button(button: &Value, speech: Speech<'_>, lines: &mut Vec<Line>) {
    let picture = button.get("emoji").map(emoji).unwrap_or_default();
    let mut chip = joined([picture, string(button, "label")]);
    if number(button, "style") == LINK || button.get("url").is_some() {
        chip = joined([chip, format!("→ {}", string(button, "url"))]);
    }
    if is_set(button, "disabled") {
        chip = joined([chip, speech.say("transcript-disabled")]);
    }
    let name = speech.say("transcript-buttons");
    match lines.last_mut().filter(|line| line.name == name) {
        Some(line) => line.chips.push(chip),
        None => lines.push(Line { name, chips: vec![chip], ..Line::default() }),
    }
}

/// A menu with what could be chosen. What is chosen from the start has a mark.
fn menu(menu: &Value, speech: Speech<'_>) -> Line {
    let choice = |option: &Value| {
        let picture = option.get("emoji").map(emoji).unwrap_or_default();
        let chosen = if is_set(option, "default") { "✓".to_owned() } else { String::new() };
        joined([chosen, picture, string(option, "label")])
    };
    let key = match number(menu, "type") {
        5 => "transcript-menu-users",
        6 => "transcript-menu-roles",
        7 => "transcript-menu-mentionables",
        8 => "transcript-menu-channels",
        _ => "transcript-input",
    };
    let off = if is_set(menu, "disabled") { speech.say("transcript-disabled") } else { String::new() };
    let text = joined([string(menu, "placeholder"), string(menu, "label"), string(menu, "value"), off]);
    let mut chips: Vec<String> = items(menu, "options").map(choice).collect();
    chips.extend(items(menu, "default_values").map(|chosen| format!("✓ {}", mention(chosen))));
    Line { name: speech.say(key), text, chips }
}

/// What a menu of members, roles or channels has chosen from the start.
fn mention(chosen: &Value) -> String {
    let id = string(chosen, "id");
    match string(chosen, "type").as_str() {
        "user" => format!("<@{id}>"),
        "role" => format!("<@&{id}>"),
        _ => format!("<#{id}>"),
    }
}

fn file(file: &Value) -> Line {
    let name = Some(string(file, "name")).filter(|name| !name.is_empty());
    let size = file.get("size").and_then(Value::as_u64).map(size).unwrap_or_default();
    Line::named("📎", joined([hidden(file, name.unwrap_or_else(|| inner(file, "file", "url"))), size]))
}

fn picture(item: &Value, speech: Speech<'_>) -> Line {
    let shown = joined([string(item, "description"), inner(item, "media", "url")]);
    Line::named(speech.say("transcript-picture"), hidden(item, shown))
}

/// A text behind the marks of a spoiler, where its sender had it hidden.
fn hidden(item: &Value, text: String) -> String {
    if is_set(item, "spoiler") && !text.is_empty() { format!("||{text}||") } else { text }
}
