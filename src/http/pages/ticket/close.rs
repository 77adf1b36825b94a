//! The end of a ticket, and its return: closing, also by force, asking for that, reopening, deleting.

use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::clock::Timestamp;

use super::draft::Draft;
use super::on_ticket::{FormIn, OnTicket, TextIn};
use crate::http::pages::frame::base;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// What is said to a request to close it.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct AnswerIn {
    #[serde(default)]
    once: String,
    /// Which request: when it was made.
    at: i64,
    answer: Answer,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Close,
    Keep,
}

/// That it is really to be deleted.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct DeleteIn {
    #[serde(default)]
    once: String,
    /// Its number, once more.
    #[serde(default)]
    text: String,
}

/// That it is really to be closed, whatever its type asks of a closing.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct ForceIn {
    #[serde(default)]
    once: String,
    #[serde(default)]
    text: String,
    /// There where that was said.
    sure: Option<String>,
}

/// Closes it.
pub(in crate::http::pages) async fn close(on: OnTicket, Sent(form): Sent<TextIn>) -> Result<Response, Instead> {
    let done = on.desk.close(on.at, &on.sending(&form.once), on.id, &form.text).await;
    on.back(done, Draft::of("close", form.text)).await
}

/// Closes it whatever its type asks of a closing, once whoever wants that said that they mean it.
pub(in crate::http::pages) async fn force_close(on: OnTicket, Sent(form): Sent<ForceIn>) -> Result<Response, Instead> {
    let draft = Draft::of("force-close", form.text.clone());
    let actor = on.sending(&form.once);
    let done = match form.sure {
        Some(_) => on.desk.force_close(on.at, &actor, on.id, &form.text).await,
        None => on.desk.may_force_close(on.at, &actor, on.id).await,
    };
    match (done, form.sure) {
        (Ok(_), None) => on.again(draft.refused(on.visitor.reader.say("page-ticket-force-close-unsure"))).await,
        (done, _) => on.back(done, draft).await,
    }
}

/// Asks the other side to close it.
pub(in crate::http::pages) async fn request(on: OnTicket, Sent(form): Sent<TextIn>) -> Result<Response, Instead> {
    let done = on.desk.request_close(on.at, &on.sending(&form.once), on.id, &form.text, None).await;
    on.back(done, Draft::of("request", form.text)).await
}

/// Answers whoever asked for that.
pub(in crate::http::pages) async fn answer(on: OnTicket, Sent(form): Sent<AnswerIn>) -> Result<Response, Instead> {
    let (actor, asked_at) = (on.sending(&form.once), Timestamp::from_millis(form.at));
    let done = match form.answer {
        Answer::Close => on.desk.accept_close(on.at, &actor, on.id, asked_at).await,
        Answer::Keep => on.desk.keep_open(on.at, &actor, on.id, asked_at).await,
    };
    on.back(done, Draft::of("answer", "")).await
}

/// Reopens it.
pub(in crate::http::pages) async fn reopen(on: OnTicket, Sent(form): Sent<FormIn>) -> Result<Response, Instead> {
    let done = Box::pin(on.desk.reopen(on.at, &on.sending(&form.once), on.id, None)).await;
    on.back(done, Draft::of("reopen", "")).await
}

/// Deletes it with all that is kept of it, once its number was typed.
pub(in crate::http::pages) async fn delete(on: OnTicket, Sent(form): Sent<DeleteIn>) -> Result<Response, Instead> {
    if form.text.trim().trim_start_matches('#') != on.id.get().to_string() {
        let said = on.visitor.reader.say("page-ticket-delete-number");
        return on.again(Draft::of("delete", form.text).refused(said)).await;
    }
    match on.desk.delete_ticket(on.at, &on.sending(&form.once), on.id).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/tickets", base(on.at))).into_response()),
        Err(error) => on.back::<()>(Err(error), Draft::of("delete", form.text)).await,
    }
}
