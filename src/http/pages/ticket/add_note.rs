//! Writing a note on a ticket, for staff alone.

use axum::response::Response;

use super::draft::Draft;
use super::on_ticket::{OnTicket, TextIn};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Writes it.
pub(in crate::http::pages) async fn note(on: OnTicket, Sent(form): Sent<TextIn>) -> Result<Response, Instead> {
    let text = form.text.replace("\r\n", "\n");
    let done = on.desk.add_note(on.at, &on.saying(&form.once, &text), on.id, &text).await;
    on.back(done, Draft::of("note", text)).await
}
