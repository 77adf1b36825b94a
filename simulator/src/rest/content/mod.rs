//! What Discord takes as content: lengths and counts of the "Message", "Component" and "Application Command" pages.
mod command;
mod components;
mod draft;
mod embeds;
mod modal;

use serde_json::Value;

pub(in crate::rest) use command::check_command;
pub(in crate::rest) use draft::{check_emoji, draft, edit};
pub(in crate::rest) use modal::check_modal;

use crate::FormErrors;

/// A field's text; empty if it is missing or no text.
fn text<'body>(body: &'body Value, field: &str) -> &'body str {
    body[field].as_str().unwrap_or_default()
}

/// A field's list; empty if it is missing or no list.
pub(in crate::rest) fn list<'body>(body: &'body Value, field: &str) -> &'body [Value] {
    body[field].as_array().map_or(&[], Vec::as_slice)
}

/// How long Discord takes a text to be.
pub(in crate::rest) fn length(text: &str) -> usize {
    text.chars().count()
}

/// The dotted path of a field; the path of a whole body is empty.
pub(in crate::rest) fn at(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// Notes a text of a field that is too short or too long; a missing one counts as empty.
pub(in crate::rest) fn check_length(
    form: &mut FormErrors,
    path: &str,
    body: &Value,
    field: &str,
    range: std::ops::RangeInclusive<usize>,
) {
    form.length(&at(path, field), length(text(body, field)), range);
}
