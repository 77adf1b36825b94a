//! Modals: a title of 45, one to five rows or labels.
use std::collections::HashSet;

use serde_json::Value;

use super::{check_length, components::check_options, list, text};
use crate::{DiscordError, FormErrors};

const ROW: u64 = 1;
const STRING_SELECT: u64 = 3;
const TEXT_INPUT: u64 = 4;
const TEXT_DISPLAY: u64 = 10;
const LABEL: u64 = 18;
const FILE_UPLOAD: u64 = 19;
const RADIO_GROUP: u64 = 21;
const CHECKBOX_GROUP: u64 = 22;
const CHECKBOX: u64 = 23;

/// Checks a modal's `data`.
pub(in crate::rest) fn check_modal(modal: &Value) -> Result<(), DiscordError> {
    let mut form = FormErrors::new();
    check_length(&mut form, "data", modal, "title", 1..=45);
    check_length(&mut form, "data", modal, "custom_id", 1..=100);
    let components = list(modal, "components");
    form.length("data.components", components.len(), 1..=5);
    let mut custom_ids = HashSet::new();
    for (index, component) in components.iter().enumerate() {
        let path = format!("data.components.{index}");
        match component["type"].as_u64().unwrap_or(0) {
            ROW => check_row(&mut form, &path, component, &mut custom_ids),
            LABEL => check_label(&mut form, &path, component, &mut custom_ids),
            TEXT_DISPLAY => check_length(&mut form, &path, component, "content", 1..=2000),
            _ => form.add(
                &format!("{path}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1, 10, 18).",
            ),
        }
    }
    form.finish()
}

/// A row in a modal has one text input, which has a label of its own.
fn check_row(form: &mut FormErrors, path: &str, row: &Value, custom_ids: &mut HashSet<String>) {
    let inner = list(row, "components");
    form.length(&format!("{path}.components"), inner.len(), 1..=1);
    for (index, input) in inner.iter().enumerate() {
        let path = format!("{path}.components.{index}");
        if input["type"] != TEXT_INPUT {
            form.add(&format!("{path}.type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (4,).");
        }
        check_length(form, &path, input, "label", 1..=45);
        check_input(form, &path, input, custom_ids);
    }
}

/// A label has 45 characters, its description 100, and it holds one component.
fn check_label(form: &mut FormErrors, path: &str, label: &Value, custom_ids: &mut HashSet<String>) {
    check_length(form, path, label, "label", 1..=45);
    check_length(form, path, label, "description", 0..=100);
    let component = &label["component"];
    let path = format!("{path}.component");
    match component["type"].as_u64().unwrap_or(0) {
        TEXT_INPUT | CHECKBOX => {}
        5..=8 | FILE_UPLOAD => check_choices(form, &path, component),
        STRING_SELECT | RADIO_GROUP | CHECKBOX_GROUP => {
            check_options(form, &path, list(component, "options"));
            check_choices(form, &path, component);
        }
        _ => form.add(&format!("{path}.type"), "UNION_TYPE_CHOICES", "Value of field \"type\" is not allowed here."),
    }
    check_input(form, &path, component, custom_ids);
}

/// How many can be chosen or handed in, and of how many.
fn check_choices(form: &mut FormErrors, path: &str, component: &Value) {
    let (kind, options) = (component["type"].as_u64().unwrap_or(0), list(component, "options").len());
    let groups = match kind {
        RADIO_GROUP => Some(2..=10),
        CHECKBOX_GROUP => Some(1..=10),
        _ => None,
    };
    if let Some(offered) = groups {
        form.length(&format!("{path}.options"), options, offered);
    }
    let possible = match kind {
        RADIO_GROUP => 1,
        STRING_SELECT | CHECKBOX_GROUP => options as u64,
        FILE_UPLOAD => 10,
        _ => 25,
    };
    let usual = if kind == CHECKBOX_GROUP { possible } else { 1 };
    let least = component["min_values"].as_u64().unwrap_or(1);
    let most = component["max_values"].as_u64().unwrap_or(usual);
    if least > most || most > possible.max(1) || most == 0 {
        form.add(&format!("{path}.max_values"), "SELECT_COMPONENT_INVALID_MAX_VALUES", "Out of range");
    }
    if component["min_values"] == 0 && component["required"] != false {
        form.add(&format!("{path}.required"), "COMPONENT_REQUIRED_WITH_NO_MINIMUM", "Required although none is enough");
    }
    if list(component, "default_values").len() as u64 > most {
        form.add(
            &format!("{path}.default_values"),
            "SELECT_COMPONENT_INVALID_DEFAULT_VALUES",
            "More than can be chosen",
        );
    }
    let chosen = list(component, "options").iter().filter(|option| option["default"] == true).count() as u64;
    if chosen > most {
        form.add(&format!("{path}.options"), "SELECT_COMPONENT_INVALID_DEFAULT_VALUES", "More than can be chosen");
    }
}

fn check_input(form: &mut FormErrors, path: &str, input: &Value, custom_ids: &mut HashSet<String>) {
    check_length(form, path, input, "custom_id", 1..=100);
    if !custom_ids.insert(text(input, "custom_id").to_owned()) {
        let message = "Component custom id cannot be duplicated";
        form.add(&format!("{path}.custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message);
    }
    if input["type"] != TEXT_INPUT {
        return;
    }
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        form.add(&format!("{path}.style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
    }
    check_length(form, path, input, "placeholder", 0..=100);
    check_length(form, path, input, "value", 0..=4000);
    let (least, most) = (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
    if least > most || most > 4000 || most == 0 {
        form.add(&format!("{path}.max_length"), "NUMBER_TYPE_MAX", "int value should be between min_length and 4000.");
    }
}
