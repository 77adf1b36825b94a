//! *Accept and close*, below what asks for it: the ticket is closed as the other side wants.

use crate::action::{Action, Answered};
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::{close, request_close};
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;

pub(crate) const ACTION: Action = Action {
    press: Some(|visit, id| Box::pin(press(visit, id))),
    needs: &[Permission::AnswerCloseRequest, Permission::CloseTicket],
    records: &[EventKind::Closing, EventKind::Closed],
    ..Action::new("accept_close")
};

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let (ticket, asked_at) = request_close::which(id)?;
    let ticket = visit.desk.accept_close(visit.at, &visit.actor, ticket, asked_at).await?;
    Ok(close::begun(visit, ticket))
}
