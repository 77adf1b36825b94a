//! One option's value, as its type wants it.

use serde_json::{Value, json};

use super::Reference;
use super::words::Word;

/// Who and what can be mentioned, by id, mention or name.
pub trait Mentions {
    /// A member's id: `bob`, `@bob`, `<@5>` or `5`.
    fn user(&self, text: &str) -> Option<String>;
    /// A role's id: `Support`, `@Support`, `<@&5>` or `5`.
    fn role(&self, text: &str) -> Option<String>;
    /// A channel's id and type: `general`, `#general`, `<#5>` or `5`.
    fn channel(&self, text: &str) -> Option<(String, u64)>;
}

/// The option as it is sent: checked against choices, bounds and channel types.
pub fn read(
    option: &Value,
    word: &Word,
    mentions: &dyn Mentions,
    references: &mut Vec<Reference>,
) -> Result<Value, String> {
    let name = &option["name"];
    let text = word.value.as_deref().ok_or_else(|| format!("option {name} has no value: write name:value"))?;
    let kind = option["type"].as_u64().unwrap_or_default();
    let value = match kind {
        3 => chosen(option, text)?.map_or_else(|| within_length(option, text), Ok)?,
        4 | 10 => chosen(option, text)?.map_or_else(|| within_bounds(option, text), Ok)?,
        5 => Value::Bool(
            text.to_lowercase().parse().map_err(|_| format!("option {name} is True or False, not {text:?}"))?,
        ),
        6..=9 => mentioned(option, text, mentions, references)?,
        other => return Err(format!("option {name} has type {other}, which cannot be typed")),
    };
    Ok(json!({ "name": name, "type": kind, "value": value }))
}

/// The option that is still being typed: always a string, as Discord sends it for autocompletion.
pub fn focused(option: &Value, word: &Word) -> Value {
    let text = word.value.as_deref().unwrap_or_default();
    json!({ "name": option["name"], "type": option["type"], "value": text, "focused": true })
}

/// `None` when the option leaves the value to the person.
fn chosen(option: &Value, text: &str) -> Result<Option<Value>, String> {
    let choices = option["choices"].as_array().filter(|choices| !choices.is_empty());
    let Some(choices) = choices else { return Ok(None) };
    let fits = |choice: &&Value| {
        let translations = choice["name_localizations"].as_object().into_iter().flatten();
        choice["name"] == text
            || translations.into_iter().any(|(_, name)| name == text)
            || choice["value"] == text
            || choice["value"].as_f64().is_some_and(|number| text.parse() == Ok(number))
    };
    let choice = choices.iter().find(fits);
    choice.map(|choice| Some(choice["value"].clone())).ok_or_else(|| {
        let names: Vec<_> = choices.iter().filter_map(|choice| choice["name"].as_str()).collect();
        format!("option {} offers {}, not {text:?}", option["name"], names.join(", "))
    })
}

fn within_length(option: &Value, text: &str) -> Result<Value, String> {
    let wrong = wrong_length(option, text, 6000);
    wrong.map_or_else(|| Ok(Value::from(text)), |wrong| Err(format!("option {} {wrong}", option["name"])))
}

/// What is wrong with a text's length by `min_length` and `max_length`, which is `most` if it is missing.
pub fn wrong_length(limits: &Value, text: &str, most: u64) -> Option<String> {
    let length = text.chars().count() as u64;
    let least = limits["min_length"].as_u64().unwrap_or(0);
    let most = limits["max_length"].as_u64().unwrap_or(most);
    let fits = (least..=most).contains(&length);
    (!fits).then(|| format!("takes {least} to {most} characters, not {length}"))
}

fn within_bounds(option: &Value, text: &str) -> Result<Value, String> {
    let wrong = || format!("option {} is a number, not {text:?}", option["name"]);
    let number: f64 = text.parse().map_err(|_| wrong())?;
    let least = option["min_value"].as_f64().unwrap_or(-9_007_199_254_740_992.0);
    let most = option["max_value"].as_f64().unwrap_or(9_007_199_254_740_992.0);
    if !(least..=most).contains(&number) {
        return Err(format!("option {} is between {least} and {most}, not {text}", option["name"]));
    }
    if option["type"] == 4 {
        return text.parse::<i64>().map(Value::from).map_err(|_| wrong());
    }
    Ok(Value::from(number))
}

fn mentioned(
    option: &Value,
    text: &str,
    mentions: &dyn Mentions,
    references: &mut Vec<Reference>,
) -> Result<Value, String> {
    let kind = option["type"].as_u64().unwrap_or_default();
    let user = || mentions.user(text).map(Reference::User);
    let role = || mentions.role(text).map(Reference::Role);
    let channel =
        || mentions.channel(text).filter(|(_, kind)| accepts(option, *kind)).map(|(id, _)| Reference::Channel(id));
    let reference = match kind {
        6 => user(),
        7 => channel(),
        8 => role(),
        _ => user().or_else(role),
    };
    let reference = reference
        .ok_or_else(|| format!("option {}: {text:?} is nothing that can be mentioned here", option["name"]))?;
    let (Reference::User(id) | Reference::Role(id) | Reference::Channel(id)) = &reference;
    let value = Value::from(id.as_str());
    if !references.contains(&reference) {
        references.push(reference);
    }
    Ok(value)
}

fn accepts(option: &Value, kind: u64) -> bool {
    let types = option["channel_types"].as_array().filter(|types| !types.is_empty());
    types.is_none_or(|types| types.iter().any(|accepted| *accepted == kind))
}
