//! `/dashboard/{bot}/{guild}/settings/types/{type}/questions`: what members are asked before a ticket of a type opens.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::form::{Question, QuestionId, QuestionKind};
use tickit_domain::settings::TicketType;

use super::super::entered::Entered;
use super::super::form::Form;
use super::super::in_settings::InSettings;
use super::super::page::{Page, Row, Section};
use super::on_type::{OnType, back};
use super::question_fields::{fields, question};
use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;
use crate::http::state::HttpState;

/// Whoever may change settings, and which question of which type the address names.
#[derive(Debug)]
pub(in crate::http::pages) struct OnQuestion {
    of: OnType,
    question: Question,
}

#[derive(Debug, Deserialize)]
struct QuestionPath {
    question: String,
}

impl FromRequestParts<HttpState> for OnQuestion {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let of = OnType::from_request_parts(parts, state).await?;
        let path = Path::<QuestionPath>::from_request_parts(parts, state).await.ok();
        let id = path.and_then(|Path(path)| path.question.parse().ok()).map(QuestionId);
        let question = id.ok_or(Refusal::NoSuchQuestion).and_then(|id| of.kind.form.question(id).cloned());
        let question = question.map_err(|refused| of.instead(refused))?;
        Ok(Self { of, question })
    }
}

/// Shows the form of a new one.
pub(in crate::http::pages::settings) async fn new_question(on: OnType) -> Result<Response, Instead> {
    on.show(page(&on, &on.kind, None)).await
}

/// Adds one behind the others.
pub(in crate::http::pages::settings) async fn add_question(
    on: OnType,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let (id, to, new) = (on.kind.id, on.rest(""), question(&entered, None));
    let done = on.desk.add_question_if(entered.changes(), on.at, &on.sender(&entered), id, &new).await;
    let again = on.on.once_more(done, &entered, &to).await?;
    again.show(page(&again.on, OnType::after(&again, id)?, None), &entered).await
}

/// Shows one.
pub(in crate::http::pages::settings) async fn show_question(on: OnQuestion) -> Result<Response, Instead> {
    on.of.show(page(&on.of, &on.of.kind, Some(&on.question))).await
}

/// Changes one.
pub(in crate::http::pages::settings) async fn save_question(
    OnQuestion { of, question: known }: OnQuestion,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let (id, to, now) = (of.kind.id, of.rest(""), question(&entered, Some(&known)));
    let sender = of.sender(&entered);
    let done = of.desk.edit_question_if(entered.changes(), of.at, &sender, (id, known.id), &now).await;
    let again = of.on.once_more(done, &entered, &to).await?;
    let kind = OnType::after(&again, id)?;
    // Whoever was faster gave it another number.
    let known = kind.form.question(known.id).ok().cloned().unwrap_or(known);
    again.show(page(&again.on, kind, Some(&known)), &entered).await
}

/// Moves one to a place.
pub(in crate::http::pages::settings) async fn move_question(
    OnQuestion { of, question }: OnQuestion,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let (of_type, to) = ((of.kind.id, question.id), of.rest(""));
    let place = entered.text("place").parse().unwrap_or(usize::MAX);
    let moved = of.desk.move_question_if(entered.changes(), of.at, &of.sender(&entered), of_type, place).await;
    Err(of.on.pressed(moved, &entered, &to).await)
}

/// Removes one.
pub(in crate::http::pages::settings) async fn remove_question(
    OnQuestion { of, question }: OnQuestion,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let (of_type, to) = ((of.kind.id, question.id), of.rest(""));
    let removed = of.desk.remove_question(of.at, &of.sender(&entered), of_type).await;
    Err(of.on.pressed(removed, &entered, &to).await)
}

fn page(on: &InSettings, kind: &TicketType, known: Option<&Question>) -> Page {
    let path = known.map_or_else(String::new, |known| format!("/{}", known.id));
    let title = known.map_or_else(|| on.say("page-form-new"), |known| known.label.clone());
    let new = Question::new(QuestionKind::Short, "");
    let fields = fields(on, known.unwrap_or(&new));
    let submit = on.say(if known.is_some() { "page-save" } else { "page-form-add" });
    let action = on.address(&format!("/types/{}/questions{path}", kind.id.0));
    let form = on.versioned(Form::new("question", action, submit, fields));
    Page { title, back: Some(back(on, kind)), sections: vec![Section::of_forms(vec![form])], ..Page::default() }
}

/// What is asked, in its order.
pub(super) fn section(on: &InSettings, kind: &TicketType) -> Section {
    let all = kind.form.questions();
    let rows = all.iter().enumerate().map(|(index, question)| row(on, kind, question, (index, all.len())));
    let address = on.address(&format!("/types/{}/questions", kind.id.0));
    Section {
        title: on.say("page-form"),
        about: on.say("page-form-about"),
        rows: rows.collect(),
        none: on.say("page-form-none"),
        next: Some(Link { address, text: on.say("page-form-add"), is_here: false }),
        ..Section::default()
    }
}

fn row(on: &InSettings, kind: &TicketType, question: &Question, (index, count): (usize, usize)) -> Row {
    let rest = format!("/types/{}/questions/{}", kind.id.0, question.id);
    let mut deeds = Vec::new();
    let moves = [
        (index > 0, index, "page-up", "page-up-named"),
        (index + 1 < count, index + 2, "page-down", "page-down-named"),
    ];
    for (_, place, text, label) in moves.into_iter().filter(|(may, ..)| *may) {
        let mut deed = on.deed(&format!("{rest}/move"), text, label, &question.label);
        deed.hidden.extend([("place", place.to_string()), ("changes", on.changes.to_string())]);
        deeds.push(deed);
    }
    let mut remove = on.deed(&format!("{rest}/remove"), "page-remove", "page-remove-named", &question.label);
    remove.is_danger = true;
    deeds.push(remove);
    let required = if question.required { "page-form-is-required" } else { "page-form-is-optional" };
    let about = format!("{} · {}", on.say(&format!("page-question-{}", question.kind.name())), on.say(required));
    Row { name: question.label.clone(), address: Some(on.address(&rest)), about: vec![about], deeds, ..Row::default() }
}
