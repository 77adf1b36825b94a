//! Components of messages, with rows of buttons and selects as ever, or version 2 behind its flag.
use std::collections::HashSet;

use serde_json::Value;

use super::{check_length, length, list, text};
use crate::FormErrors;

const ROW: u64 = 1;
const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;

/// Components of a version 2 message, nested ones counted.
const TOGETHER: usize = 40;
/// Characters of all text displays of a message.
const DISPLAYED: usize = 4_000;

/// Which components a message may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Rows,
    Two,
}

/// Notes what is wrong with a message's components.
pub(super) fn check(form: &mut FormErrors, components: &[Value], version: Version) {
    let mut walk = Walk { form, version, count: 0, displayed: 0, custom_ids: HashSet::new() };
    walk.level("components", components, Place::Top);
    let (count, displayed) = (walk.count, walk.displayed);
    if version == Version::Rows && components.len() > 5 {
        form.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    }
    if version == Version::Two && count > TOGETHER {
        form.add(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("The maximum number of components is {TOGETHER}"),
        );
    }
    if displayed > DISPLAYED {
        form.add(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!("The displayable text is longer than {DISPLAYED}"),
        );
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    Container,
    Row,
    Section,
    Accessory,
}

struct Walk<'form> {
    form: &'form mut FormErrors,
    version: Version,
    count: usize,
    displayed: usize,
    custom_ids: HashSet<String>,
}

impl Walk<'_> {
    fn level(&mut self, path: &str, components: &[Value], place: Place) {
        for (index, component) in components.iter().enumerate() {
            self.one(&format!("{path}.{index}"), component, place);
        }
    }

    fn one(&mut self, path: &str, component: &Value, place: Place) {
        self.count += 1;
        let kind = component["type"].as_u64().unwrap_or(0);
        if !self.fits(kind, place) {
            let path = format!("{path}.type");
            self.form.add(&path, "UNION_TYPE_CHOICES", "Value of field \"type\" is not allowed here.");
            return;
        }
        let inner = list(component, "components");
        match kind {
            ROW => self.row(path, inner),
            BUTTON => self.button(path, component),
            STRING_SELECT | 5..=8 => self.select(path, component),
            9 => self.section(path, component),
            10 => {
                self.displayed += length(text(component, "content"));
                check_length(self.form, path, component, "content", 1..=DISPLAYED);
            }
            12 => self.form.length(&format!("{path}.items"), list(component, "items").len(), 1..=10),
            17 => self.level(&format!("{path}.components"), inner, Place::Container),
            _ => {}
        }
    }

    fn fits(&self, kind: u64, place: Place) -> bool {
        match (place, self.version) {
            (Place::Top, Version::Rows) => kind == ROW,
            (Place::Top, Version::Two) => matches!(kind, ROW | 9 | 10 | 12..=14 | 17),
            (Place::Container, _) => matches!(kind, ROW | 9 | 10 | 12..=14),
            (Place::Row, _) => matches!(kind, BUTTON | STRING_SELECT | 5..=8),
            (Place::Section, _) => kind == 10,
            (Place::Accessory, _) => matches!(kind, BUTTON | 11),
        }
    }

    /// Five buttons, or one select.
    fn row(&mut self, path: &str, inner: &[Value]) {
        let path = format!("{path}.components");
        self.form.length(&path, inner.len(), 1..=5);
        let selects = inner.iter().filter(|component| component["type"] != BUTTON).count();
        if selects > 0 && inner.len() > 1 {
            self.form.add(
                &path,
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
        self.level(&path, inner, Place::Row);
    }

    fn section(&mut self, path: &str, section: &Value) {
        let inner = list(section, "components");
        let texts = format!("{path}.components");
        self.form.length(&texts, inner.len(), 1..=3);
        self.level(&texts, inner, Place::Section);
        self.one(&format!("{path}.accessory"), &section["accessory"], Place::Accessory);
    }

    fn button(&mut self, path: &str, button: &Value) {
        let style = button["style"].as_u64().unwrap_or(0);
        if !(1..=6).contains(&style) {
            self.form.add(&format!("{path}.style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.");
        }
        check_length(self.form, path, button, "label", 0..=80);
        if style == 5 {
            return check_length(self.form, path, button, "url", 1..=512);
        }
        if style != 6 {
            self.custom_id(path, button);
            if text(button, "label").is_empty() && button["emoji"].is_null() {
                self.form.add(
                    &format!("{path}.label"),
                    "BUTTON_COMPONENT_INVALID_LABEL",
                    "A label or emoji is required",
                );
            }
        }
    }

    fn select(&mut self, path: &str, select: &Value) {
        self.custom_id(path, select);
        check_length(self.form, path, select, "placeholder", 0..=150);
        let options = list(select, "options");
        if select["type"] == STRING_SELECT {
            check_options(self.form, path, options);
        }
        let (least, most) = (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
        let most_possible = if select["type"] == STRING_SELECT { options.len() as u64 } else { 25 };
        if least > most || most > most_possible.max(1) || most == 0 {
            self.form.add(&format!("{path}.max_values"), "SELECT_COMPONENT_INVALID_MAX_VALUES", "Out of range");
        }
    }

    fn custom_id(&mut self, path: &str, component: &Value) {
        check_length(self.form, path, component, "custom_id", 1..=100);
        if !self.custom_ids.insert(text(component, "custom_id").to_owned()) {
            let path = format!("{path}.custom_id");
            self.form.add(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }
    }
}

/// 1 to 25 options with labels, values and descriptions of 100, each value once.
pub(super) fn check_options(form: &mut FormErrors, path: &str, options: &[Value]) {
    let path = format!("{path}.options");
    form.length(&path, options.len(), 1..=25);
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.{index}");
        check_length(form, &path, option, "label", 1..=100);
        check_length(form, &path, option, "value", 1..=100);
        check_length(form, &path, option, "description", 0..=100);
        if !values.insert(text(option, "value")) {
            form.add(
                &format!("{path}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
}
