//! *Keep open*, below what asks that a ticket be closed: it is not, or whoever asked takes that back.

use crate::action::{Action, Answered};
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::mention::mention;
use crate::reply::Reply;
use crate::request_close;

pub(crate) const ACTION: Action =
    Action { press: Some(|visit, id| Box::pin(press(visit, id))), ..Action::new("keep_open") };

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let (ticket, asked_at) = request_close::which(id)?;
    visit.desk.keep_open(visit.at, &visit.actor, ticket, asked_at).await?;
    Ok(Reply::aloud(visit.speech().fill("keep_open-done", &[("user", mention(&visit.actor.who).into())])))
}
