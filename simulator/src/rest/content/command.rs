//! Application commands: names of 32, descriptions of 100, 25 options of 25 choices.
use std::collections::HashSet;

use serde_json::Value;

use super::{at, check_length, length, list, text};
use crate::FormErrors;

const SUBCOMMAND: u64 = 1;
const SUBCOMMAND_GROUP: u64 = 2;

/// Notes what is wrong with a command, at a path.
pub(in crate::rest) fn check_command(form: &mut FormErrors, path: &str, command: &Value) {
    let slash = command["type"].as_u64().unwrap_or(1) == 1;
    check_length(form, path, command, "name", 1..=32);
    if slash {
        check_name(form, path, text(command, "name"));
        check_length(form, path, command, "description", 1..=100);
        check_options(form, path, command, 0);
    }
    if total(command) > 8_000 {
        form.add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

fn check_name(form: &mut FormErrors, path: &str, name: &str) {
    let fits = |letter: char| letter == '-' || letter == '_' || (letter.is_alphanumeric() && !letter.is_uppercase());
    if !name.chars().all(fits) {
        form.add(&at(path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn check_options(form: &mut FormErrors, path: &str, parent: &Value, depth: usize) {
    let options = list(parent, "options");
    let path = at(path, "options");
    if options.len() > 25 {
        form.add(&path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    let (mut names, mut optional) = (HashSet::new(), false);
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.{index}");
        check_length(form, &path, option, "name", 1..=32);
        check_name(form, &path, text(option, "name"));
        check_length(form, &path, option, "description", 1..=100);
        if !names.insert(text(option, "name")) {
            form.add(&path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique");
        }
        match option["type"].as_u64().unwrap_or(0) {
            SUBCOMMAND | SUBCOMMAND_GROUP if depth < 2 => check_options(form, &path, option, depth + 1),
            3..=11 => {
                if option["required"] == true && optional {
                    let message = "Required options must be placed before non-required options";
                    form.add(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
                }
                optional |= option["required"] != true;
                check_choices(form, &path, option);
            }
            _ => {
                form.add(&format!("{path}.type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Option type is invalid");
            }
        }
    }
}

fn check_choices(form: &mut FormErrors, path: &str, option: &Value) {
    let choices = list(option, "choices");
    if choices.len() > 25 {
        form.add(&format!("{path}.choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (index, choice) in choices.iter().enumerate() {
        let path = format!("{path}.choices.{index}");
        check_length(form, &path, choice, "name", 1..=100);
        if choice["value"].is_string() {
            check_length(form, &path, choice, "value", 0..=100);
        }
    }
    if option["autocomplete"] == true && !choices.is_empty() {
        form.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Autocomplete options cannot have choices");
    }
}

/// Characters of names, descriptions and values in the whole command.
fn total(node: &Value) -> usize {
    let own = length(text(node, "name")) + length(text(node, "description")) + length(text(node, "value"));
    let inner = list(node, "options").iter().chain(list(node, "choices")).map(total);
    own + inner.sum::<usize>()
}
