//! What staff sorts a ticket by: how urgent it is, its labels, its type, its name and what it is about.

use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Outcome;
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{Priority, Ticket};

use super::draft::Draft;
use super::on_ticket::{OnTicket, TextIn};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// How urgent it shall be.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct PriorityIn {
    #[serde(default)]
    once: String,
    priority: Priority,
}

/// Labels that come, with commas between, and one that goes.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct LabelsIn {
    #[serde(default)]
    once: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    removed: String,
}

/// Of which type it shall be.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct TypeIn {
    #[serde(default)]
    once: String,
    #[serde(rename = "type")]
    kind: u16,
}

/// Says how urgent it is.
pub(in crate::http::pages) async fn priority(on: OnTicket, Sent(form): Sent<PriorityIn>) -> Result<Response, Instead> {
    let done = on.desk.priority(on.at, &on.sending(&form.once), on.id, form.priority).await;
    on.back(done, Draft::of("priority", "")).await
}

/// Adds labels, or takes one off.
pub(in crate::http::pages) async fn labels(on: OnTicket, Sent(form): Sent<LabelsIn>) -> Result<Response, Instead> {
    let done = form.change(&on).await;
    on.back(done, Draft::of("labels", form.text)).await
}

/// Moves it to another type.
pub(in crate::http::pages) async fn move_to(on: OnTicket, Sent(form): Sent<TypeIn>) -> Result<Response, Instead> {
    let done = on.desk.move_ticket(on.at, &on.sending(&form.once), on.id, TypeId(form.kind)).await;
    on.back(done, Draft::of("move", "")).await
}

/// Gives its channel another name.
pub(in crate::http::pages) async fn rename(on: OnTicket, Sent(form): Sent<TextIn>) -> Result<Response, Instead> {
    let done = on.desk.rename(on.at, &on.saying(&form.once, &form.text), on.id, &form.text).await;
    on.back(done, Draft::of("rename", form.text)).await
}

/// Says what it is about.
pub(in crate::http::pages) async fn topic(on: OnTicket, Sent(form): Sent<TextIn>) -> Result<Response, Instead> {
    let done = on.desk.set_topic(on.at, &on.saying(&form.once, &form.text), on.id, &form.text).await;
    on.back(done, Draft::of("topic", form.text)).await
}

impl LabelsIn {
    async fn change(&self, on: &OnTicket) -> Outcome<Ticket> {
        let parsed = |text: &str| {
            let texts = text.split(',').map(str::trim).filter(|text| !text.is_empty());
            texts.map(Label::parse).collect::<Result<Vec<_>, _>>()
        };
        let change = LabelChange::Some { added: parsed(&self.text)?, removed: parsed(&self.removed)? };
        on.desk.label(on.at, &on.saying(&self.once, &format!("{}-{}", self.text, self.removed)), on.id, &change).await
    }
}
