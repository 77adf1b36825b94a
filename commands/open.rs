//! A panel's button, or its menu of types, opens a ticket, after the form of its type where it has one.

use tickit_domain::panel::PanelId;
use tickit_domain::settings::{TicketType, TypeId};

use crate::action::{Action, Answered};
use crate::chosen::Chosen;
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::reply::{Control, Input, Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    press: Some(|visit, id| Box::pin(async { begin(visit, TypeId(id.subject()?)).await })),
    choose: Some(|visit, id, chosen| Box::pin(choose(visit, id, chosen))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    ..Action::new("open")
};

/// The custom id of the button that opens a ticket of a type, and of the type's form.
pub(crate) fn custom_id(kind: TypeId) -> String {
    CustomId::new(ACTION.word, kind.0).to_string()
}

/// The custom id of the menu of a panel.
pub(crate) fn menu_id(panel: PanelId) -> String {
    CustomId::new(ACTION.word, panel).to_string()
}

async fn begin(visit: &Visit, kind: TypeId) -> Answered {
    let kind = visit.desk.type_to_open(visit.at, &visit.actor, kind).await?;
    if kind.form.is_empty() { open(visit, kind.id, &[]).await } else { Ok(Reply::Ask(form(&kind))) }
}

/// A menu that was chosen from is to work again, whatever the answer.
async fn choose(visit: &Visit, id: &CustomId, chosen: &Chosen) -> Answered {
    let answer = begin(visit, chosen.one()?).await;
    if let Ok(panel) = id.subject() {
        visit.desk.reset_menu(visit.at, &visit.actor, PanelId(panel), visit.channel).await;
    }
    answer
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    open(visit, TypeId(id.subject()?), &submission.texts()).await
}

async fn open(visit: &Visit, kind: TypeId, answers: &[String]) -> Answered {
    visit.desk.open(visit.at, &visit.actor, kind, answers, Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}

fn form(kind: &TicketType) -> Modal {
    let inputs = kind.form.0.iter().enumerate().map(|(index, question)| Input {
        custom_id: index.to_string(),
        label: question.text.clone(),
        control: Control::Text { value: None, required: question.required, longest: question.longest },
    });
    Modal { custom_id: custom_id(kind.id), title: kind.name.clone(), inputs: inputs.collect() }
}
