//! The stars below what asks for them, and *Add a comment* with its form. A star is saved when it is pressed, and the
//! message then shows it: a form that is not sent loses nothing.

use tickit_domain::discord::Place;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::{MOST_COMMENT_CHARACTERS, Stars, Ticket};

use crate::action::{Action, Answered};
use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::feedback;
use crate::reply::{Input, Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, form| Box::pin(comment(visit, id, form))),
    works_outside: true,
    needs: &[Permission::RateTicket],
    records: &[EventKind::Rated],
    ..Action::new("rate")
};

/// The custom id of *Add a comment* and its form, which is about a ticket's round; a star's is about that star as well.
pub(crate) fn custom_id(at: Place, ticket: &Ticket) -> CustomId {
    CustomId::new(ACTION.word, ticket.id).about(ticket.round).outside(at)
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let Ok((ticket, round, stars)) = id.subjects::<(TicketId, u32, Stars)>() else { return ask(visit, id).await };
    Ok(shown(visit, &visit.desk.rate(visit.at, &visit.actor, ticket, round, stars).await?))
}

async fn ask(visit: &Visit, id: &CustomId) -> Answered {
    let (ticket, round) = id.subjects()?;
    let given = visit.desk.may_comment(visit.at, &visit.actor, ticket, round).await?;
    let speech = visit.speech();
    let written = Some(given.comment).filter(|comment| !comment.is_empty());
    let input = Input::optional_text("comment", speech.say("rate-comment"), written, MOST_COMMENT_CHARACTERS);
    Ok(Reply::Ask(Modal { custom_id: id.to_string(), title: speech.say("rate-title"), inputs: vec![input] }))
}

async fn comment(visit: &Visit, id: &CustomId, form: &Submission) -> Answered {
    let (ticket, round) = id.subjects()?;
    let text = form.text("comment");
    Ok(shown(visit, &visit.desk.comment(visit.at, &visit.actor, ticket, round, text).await?))
}

/// The message, which shows now what was given.
fn shown(visit: &Visit, ticket: &Ticket) -> Reply {
    Reply::Update(feedback::message(visit.at, ticket, visit.speech()))
}
