//! Claiming a ticket, and giving it up.

use axum::response::Response;

use super::draft::Draft;
use super::on_ticket::{FormIn, OnTicket};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Claims it for whoever sends the form.
pub(in crate::http::pages) async fn claim(on: OnTicket, Sent(form): Sent<FormIn>) -> Result<Response, Instead> {
    let done = on.desk.claim(on.at, &on.sending(&form.once), on.id).await;
    on.back(done, Draft::of("claim", "")).await
}

/// Gives it up.
pub(in crate::http::pages) async fn unclaim(on: OnTicket, Sent(form): Sent<FormIn>) -> Result<Response, Instead> {
    let done = on.desk.unclaim(on.at, &on.sending(&form.once), on.id).await;
    on.back(done, Draft::of("claim", "")).await
}
