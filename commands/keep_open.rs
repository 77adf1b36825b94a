//! *Keep open*, below what asks that a ticket be closed: it is not, or whoever asked takes that back.

use crate::action::{Action, Answered};
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::reply::Reply;
use crate::request_close;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;

pub(crate) const ACTION: Action = Action {
    press: Some(|visit, id| Box::pin(press(visit, id))),
    needs: &[Permission::AnswerCloseRequest],
    records: &[EventKind::KeptOpen],
    ..Action::new("keep_open")
};

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let (ticket, asked_at) = request_close::which(id)?;
    visit.desk.keep_open(visit.at, &visit.actor, ticket, asked_at).await?;
    Ok(Reply::aloud(visit.speech().fill("keep_open-done", &[("user", visit.actor.who.mention().into())])))
}
