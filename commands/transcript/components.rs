//! A message's components: buttons, menus, and the building blocks of Components V2
//! (<https://docs.discord.com/developers/components/reference>).

use serde_json::Value;

use super::pieces::{Card, Line, items, string};
use crate::words::Speech;

/// The flag of messages that consist of components.
const IS_COMPONENTS_V2: u64 = 1 << 15;

/// What a message's components say, if it has any.
pub fn card(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let mut lines = Vec::new();
    for component in items(raw, "components") {
        add(component, speech, &mut lines);
    }
    let alone = raw.get("flags").and_then(Value::as_u64).is_some_and(|flags| flags & IS_COMPONENTS_V2 != 0);
    let label = if alone { String::new() } else { speech.say("transcript-controls") };
    (!lines.is_empty()).then_some(Card { label, lines, about: None })
}

fn add(component: &Value, speech: Speech<'_>, lines: &mut Vec<Line>) {
    let kind = component.get("type").and_then(Value::as_u64).unwrap_or(0);
    match kind {
        // An action row, a section, a container, a label.
        1 | 9 | 17 | 18 => {
            lines.extend(Some(string(component, "label")).filter(|label| !label.is_empty()).map(Line::text));
            for inner in items(component, "components") {
                add(inner, speech, lines);
            }
            for inner in ["component", "accessory"].into_iter().filter_map(|name| component.get(name)) {
                add(inner, speech, lines);
            }
        }
        2 => button(component, speech, lines),
        3..=8 | 19 => lines.push(Line::named(speech.say("transcript-input"), input(component))),
        10 => lines.push(Line::text(string(component, "content"))),
        11 => lines.push(picture(component, speech)),
        12 => lines.extend(items(component, "items").map(|item| picture(item, speech))),
        13 => lines.push(Line::named("📎", string(component, "name"))),
        14 => {}
        _ => lines.push(Line::text(speech.fill("transcript-unknown-component", &[("kind", kind.to_string().into())]))),
    }
}

/// Buttons that stand side by side are one line.
fn button(button: &Value, speech: Speech<'_>, lines: &mut Vec<Line>) {
    let emoji = button.get("emoji").map(|emoji| string(emoji, "name")).unwrap_or_default();
    let words = [emoji, string(button, "label"), string(button, "url")];
    let text = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let name = speech.say("transcript-buttons");
    match lines.last_mut().filter(|line| line.name == name) {
        Some(line) => line.text = format!("{} · {text}", line.text),
        None => lines.push(Line::named(name, text)),
    }
}

fn input(input: &Value) -> String {
    let options: Vec<String> = items(input, "options").map(|option| string(option, "label")).collect();
    let placeholder = Some(string(input, "placeholder")).filter(|text| !text.is_empty());
    placeholder.into_iter().chain(options).collect::<Vec<_>>().join(" · ")
}

fn picture(item: &Value, speech: Speech<'_>) -> Line {
    let url = item.get("media").map(|media| string(media, "url")).unwrap_or_default();
    let words = [string(item, "description"), url];
    let text = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Line::named(speech.say("transcript-picture"), text)
}
