//! *Open a follow-up*, below what says that a ticket is not reopened, and below how a closed ticket of one's own stands: a new
//! ticket that names that one.

use tickit_domain::error::Refusal;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered};
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::message::{Button, ButtonStyle};
use crate::notice;
use crate::reply::Reply;
use crate::welcome::button;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    press: Some(|visit, id| Box::pin(press(visit, id))),
    needs: &[Permission::FollowUp],
    records: &[EventKind::Opening, EventKind::Opened, EventKind::Failed],
    ..Action::new("follow_up")
};

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.follow_up(visit.at, &visit.actor, id.subject()?, Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}

/// What is said of a ticket that is not reopened, with a way to another.
pub(crate) fn offer(visit: &Visit, id: TicketId, refusal: &Refusal) -> Reply {
    let speech = visit.speech();
    Reply::whisper_with(notice::refusal(refusal, speech), &[way(id, speech)])
}

/// The button by which a closed ticket is followed up.
pub(crate) fn way(id: TicketId, speech: Speech<'_>) -> Button {
    button(ACTION.word, id, speech.say("follow_up-button"), ButtonStyle::Primary, "🎫")
}
