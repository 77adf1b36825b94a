//! Discord's own description of a message, small enough to be kept with it.

use serde_json::{Map, Value};
use tickit_domain::transcript::LONGEST_RAW;

/// How deep it may nest; what is deeper is left out. Containers of components in a forwarded message nest about ten deep.
const DEEPEST: usize = 20;

/// The most entries of one list or object.
const MOST_ENTRIES: usize = 200;

/// How long each text may be, tried one after the other until the whole is short enough.
const LONGEST_TEXTS: [usize; 4] = [8_000, 1_000, 200, 20];

/// The most characters that are kept of a message that another one answers.
const LONGEST_REPLIED: usize = 300;

/// What the record of a message has already.
const KEPT_ELSEWHERE: [&str; 3] = ["id", "channel_id", "timestamp"];

/// What is heavy and shows nothing, or says nothing once the moment is over.
const USELESS: [&str; 19] = [
    "accent_color",
    "avatar",
    "avatar_decoration_data",
    "banner",
    "banner_color",
    "clan",
    "collectibles",
    "communication_disabled_until",
    "content_scan_version",
    "discriminator",
    "display_name_styles",
    "guild_id",
    "nonce",
    "placeholder_version",
    "premium_since",
    "primary_guild",
    "proxy_icon_url",
    "proxy_url",
    "resolved",
];

/// The text of a JSON object of at most [`LONGEST_RAW`] bytes. What is no object, or cannot be made short enough, is an
/// empty one.
pub fn bounded(said: &Value) -> String {
    let Value::Object(fields) = said else { return "{}".into() };
    for longest in LONGEST_TEXTS {
        let kept = Value::Object(message(fields, longest)).to_string();
        if kept.len() <= LONGEST_RAW {
            return kept;
        }
    }
    "{}".into()
}

fn message(said: &Map<String, Value>, longest: usize) -> Map<String, Value> {
    let content = said.get("content").is_some_and(Value::is_string);
    let elsewhere = |name: &str| KEPT_ELSEWHERE.contains(&name) || (content && name == "content");
    let kept = said.iter().filter(|(name, _)| !elsewhere(name)).filter_map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("referenced_message", Value::Object(replied)) => Value::Object(replied_to(replied)),
            ("member", Value::Object(member)) => only(member, &["nick"]),
            _ => shortened(name, value, longest, 1)?,
        };
        Some((name.clone(), value))
    });
    kept.collect()
}

/// Of the message that this one answers: by whom it was and how it began.
fn replied_to(replied: &Map<String, Value>) -> Map<String, Value> {
    let kept = ["id", "type", "author", "content"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), shortened(name, replied.get(name)?, LONGEST_REPLIED, 2)?)));
    kept.collect()
}

fn only(fields: &Map<String, Value>, names: &[&str]) -> Value {
    let kept = names.iter().filter_map(|name| Some(((*name).to_owned(), fields.get(*name)?.clone())));
    Value::Object(kept.collect())
}

fn shortened(name: &str, value: &Value, longest: usize, depth: usize) -> Option<Value> {
    if USELESS.contains(&name) || depth > DEEPEST {
        return None;
    }
    Some(match value {
        Value::String(text) if text.chars().nth(longest).is_some() => {
            text.chars().take(longest).chain(['…']).collect::<String>().into()
        }
        Value::Array(items) => {
            items.iter().take(MOST_ENTRIES).filter_map(|item| shortened("", item, longest, depth + 1)).collect()
        }
        Value::Object(fields) => fields
            .iter()
            .take(MOST_ENTRIES)
            .filter_map(|(name, field)| Some((name.clone(), shortened(name, field, longest, depth + 1)?)))
            .collect(),
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_is_bounded_whatever_comes() {
        let mut deep = json!("x");
        for _ in 0..100 {
            deep = json!({ "deeper": [deep] });
        }
        let long = "\"\\\u{1}".repeat(50_000);
        let wide: Vec<Value> = (0..5_000).map(|_| json!({ "description": long.get(..3_000) })).collect();
        for said in [json!({ "type": 0, "embeds": wide, "deep": deep, "poll": long }), json!(null), json!([long])] {
            let kept = bounded(&said);
            assert!(kept.len() <= LONGEST_RAW && serde_json::from_str::<Map<String, Value>>(&kept).is_ok());
        }
        let kept = bounded(&json!({ "type": 7, "embeds": [{ "title": "x", "proxy_url": long }], "content": "hi" }));
        let kept: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(kept, json!({ "embeds": [{ "title": "x" }], "type": 7 }));
    }
}
