//! `/dashboard/{bot}/{guild}/tickets/{ticket}`: one ticket, and what can be done to it, a form a file.

mod add_note;
mod claim;
mod close;
mod draft;
mod files;
mod hand_over;
mod history;
mod looking;
mod offers;
mod on_ticket;
mod people;
mod post_message;
mod sort;
mod talk;
mod view;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::ids::MessageId;

pub(super) use self::add_note::note;
pub(super) use self::claim::{claim, unclaim};
pub(super) use self::close::{answer, close, delete, force_close, reopen, request};
use self::draft::Draft;
pub(super) use self::files::{file, transcript};
pub(super) use self::hand_over::{assign, transfer};
pub(super) use self::looking::looking;
use self::on_ticket::OnTicket;
pub(super) use self::post_message::reply;
pub(super) use self::sort::{labels, move_to, priority, rename, topic};
use super::instead::Instead;

/// Which part of the conversation is wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TicketIn {
    before: Option<MessageId>,
}

/// Shows a ticket.
pub(super) async fn show(on: OnTicket, query: Result<Query<TicketIn>, QueryRejection>) -> Result<Response, Instead> {
    // What is no message's id is before none: the end is shown.
    let before = query.ok().and_then(|Query(asked)| asked.before);
    view::page_with(&on, before, Draft::default()).await
}
