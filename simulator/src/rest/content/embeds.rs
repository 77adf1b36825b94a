//! Embeds: ten, 6,000 characters together.
use serde_json::Value;

use super::{check_length, length, list, text};
use crate::FormErrors;

/// Characters of all embeds of a message.
const TOGETHER: usize = 6_000;

/// Notes what is wrong with a message's embeds.
pub(super) fn check(form: &mut FormErrors, embeds: &[Value]) {
    if embeds.len() > 10 {
        form.add("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
    for (index, embed) in embeds.iter().enumerate() {
        check_one(form, &format!("embeds.{index}"), embed);
    }
    let together: usize = embeds.iter().map(size).sum();
    if together > TOGETHER {
        let message = format!("Embed size exceeds maximum size of {TOGETHER}");
        form.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", message);
    }
}

fn check_one(form: &mut FormErrors, path: &str, embed: &Value) {
    check_length(form, path, embed, "title", 0..=256);
    check_length(form, path, embed, "description", 0..=4096);
    check_length(form, &format!("{path}.footer"), &embed["footer"], "text", 0..=2048);
    check_length(form, &format!("{path}.author"), &embed["author"], "name", 0..=256);
    let fields = list(embed, "fields");
    if fields.len() > 25 {
        form.add(&format!("{path}.fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (index, field) in fields.iter().enumerate() {
        let path = format!("{path}.fields.{index}");
        check_length(form, &path, field, "name", 1..=256);
        check_length(form, &path, field, "value", 1..=1024);
    }
    if embed["color"].as_i64().is_some_and(|color| !(0..=0xFF_FFFF).contains(&color)) {
        form.add(&format!("{path}.color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
    }
}

fn size(embed: &Value) -> usize {
    let own = length(text(embed, "title")) + length(text(embed, "description"));
    let around = length(text(&embed["footer"], "text")) + length(text(&embed["author"], "name"));
    let fields = list(embed, "fields").iter().map(|field| length(text(field, "name")) + length(text(field, "value")));
    own + around + fields.sum::<usize>()
}
