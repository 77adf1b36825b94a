//! How a question of a type's form looks in a modal: its component, which holds what was given before.
//!
//! Components by <https://docs.discord.com/developers/components/reference>.

use std::fmt::Display;

use serde_json::{Value, json};
use tickit_domain::form::{AnswerValue, Form, Given, Picked, Question, QuestionKind, QuestionOption};
use tickit_domain::whom::Whom;

use crate::limits::{self, cut};
use crate::reply::{Control, Input, Modal};

/// A page of a form, from 0, which holds what was given before.
pub(crate) fn page(custom_id: String, title: &str, form: &Form, page: usize, given: &[Given]) -> Modal {
    let of = |question: &Question| given.iter().find(|(id, _)| *id == question.id).map(|(_, value)| value);
    let inputs = form.page(page).iter().map(|question| input(question, of(question))).collect();
    let place = if form.pages() > 1 { format!(" ({}/{})", page + 1, form.pages()) } else { String::new() };
    let title = cut(title, limits::FORM_TITLE.saturating_sub(place.chars().count()));
    Modal { custom_id, title: format!("{title}{place}"), inputs }
}

fn input(question: &Question, given: Option<&AnswerValue>) -> Input {
    let control = match question.kind {
        QuestionKind::Display => Control::Display(question.text.clone()),
        _ => Control::Component(question.description.clone(), component(question, given)),
    };
    Input { custom_id: question.id.to_string(), label: question.label.clone(), control }
}

fn component(question: &Question, given: Option<&AnswerValue>) -> Value {
    match question.kind {
        QuestionKind::Short => text(question, 1, given),
        QuestionKind::Paragraph => text(question, 2, given),
        QuestionKind::Number => number(question, given),
        QuestionKind::Select => choosing(question, 3, json!({ "options": options(question, given) })),
        QuestionKind::Users => choosing(question, 5, already(given)),
        QuestionKind::Roles => choosing(question, 6, already(given)),
        QuestionKind::Mentionables => choosing(question, 7, already(given)),
        QuestionKind::Channels => choosing(question, 8, already(given)),
        QuestionKind::Files => choosing(question, 19, json!({})),
        QuestionKind::Radio => {
            json!({ "type": 21, "required": question.required, "options": options(question, given) })
        }
        QuestionKind::Checkboxes => choosing(question, 22, json!({ "options": options(question, given) })),
        QuestionKind::Checkbox | QuestionKind::Display => {
            let ticked = given.map_or(!question.text.is_empty(), |given| *given == AnswerValue::Checked(true));
            json!({ "type": 23, "default": ticked })
        }
    }
}

/// A text input of a style: one line (1) or several (2).
fn text(question: &Question, style: u8, given: Option<&AnswerValue>) -> Value {
    let mut input = json!({ "type": 4, "style": style, "required": question.required });
    let most = question.most().and_then(|most| usize::try_from(most).ok()).unwrap_or(limits::INPUT_TEXT);
    input["max_length"] = most.into();
    // What is left out may be shorter than what is not.
    if let Some(least) = question.least().filter(|least| *least > 0 && question.required) {
        input["min_length"] = least.into();
    }
    put_texts(&mut input, question, given, most);
    input
}

fn number(question: &Question, given: Option<&AnswerValue>) -> Value {
    let mut input = json!({ "type": 4, "style": 1, "required": question.required, "max_length": limits::INPUT_NUMBER });
    put_texts(&mut input, question, given, limits::INPUT_NUMBER);
    input
}

fn put_texts(input: &mut Value, question: &Question, given: Option<&AnswerValue>, most: usize) {
    if !question.placeholder.is_empty() {
        input["placeholder"] = question.placeholder.clone().into();
    }
    let value = given.map_or_else(|| question.text.clone(), ToString::to_string);
    if !value.is_empty() {
        input["value"] = cut(&value, most).into();
    }
}

/// What is chosen, picked or handed in, in a number within bounds.
fn choosing(question: &Question, kind: u8, mut of: Value) -> Value {
    of["type"] = kind.into();
    of["required"] = question.required.into();
    let least = if question.required { question.least().unwrap_or(1).max(1) } else { 0 };
    of["min_values"] = least.into();
    of["max_values"] = question.most().unwrap_or(1).into();
    if !question.placeholder.is_empty() {
        of["placeholder"] = question.placeholder.clone().into();
    }
    of
}

fn options(question: &Question, given: Option<&AnswerValue>) -> Vec<Value> {
    let is_chosen = |option: &QuestionOption| match given {
        Some(AnswerValue::Choices(labels)) => labels.contains(&option.label),
        _ => option.default,
    };
    let option = |option: &QuestionOption| {
        let mut json = json!({ "label": option.label, "value": option.label });
        if !option.description.is_empty() {
            json["description"] = option.description.clone().into();
        }
        if is_chosen(option) {
            json["default"] = true.into();
        }
        json
    };
    question.options.iter().map(option).collect()
}

/// What was picked before, as a menu holds it.
fn already(given: Option<&AnswerValue>) -> Value {
    fn all<Id: Display>(of: &[Picked<Id>], kind: &str) -> Vec<Value> {
        of.iter().map(|picked| json!({ "type": kind, "id": picked.id.to_string() })).collect()
    }
    let mentioned = |one: &Picked<Whom>| {
        let kind = if matches!(one.id, Whom::User(_)) { "user" } else { "role" };
        json!({ "type": kind, "id": one.id.id().to_string() })
    };
    let values = match given {
        Some(AnswerValue::Users(users)) => all(users, "user"),
        Some(AnswerValue::Roles(roles)) => all(roles, "role"),
        Some(AnswerValue::Channels(channels)) => all(channels, "channel"),
        Some(AnswerValue::Mentionables(mentionables)) => mentionables.iter().map(mentioned).collect(),
        _ => Vec::new(),
    };
    if values.is_empty() { json!({}) } else { json!({ "default_values": values }) }
}
