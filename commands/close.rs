//! `/ticket close`, the Close button, and the form that asks for a reason and so confirms both.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::TicketId;
use tickit_domain::ticket::MOST_REASON_CHARACTERS;

use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::mention;
use crate::reply::{Control, Input, Modal, Reply};
use crate::submission::Submission;
use crate::{Action, Answered};

pub(crate) const ACTION: Action = Action {
    word: "close",
    parent: Some("ticket"),
    slash: Some(close),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
};

/// The custom id of the button and of the form that close a ticket.
pub(crate) fn custom_id(id: TicketId) -> String {
    CustomId::new(ACTION.word, id).to_string()
}

#[poise::command(slash_command, guild_only)]
async fn close(ctx: Context<'_>, #[max_length = 1000] reason: Option<String>) -> Result<(), Error> {
    let visit = ctx.data();
    let asked = async { confirm(visit, visit.ticket().await?, reason).await };
    visit.answer(asked.await);
    Ok(())
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    confirm(visit, id.subject()?, None).await
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    let ticket = visit.desk.close(visit.at, &visit.actor, id.subject()?, submission.text("reason")).await?;
    let reason = ticket.closing.map(|closing| closing.reason).unwrap_or_default();
    let key = if reason.is_empty() { "close-begun" } else { "close-begun-because" };
    let fill = [("user", mention(&visit.actor.who).into()), ("reason", reason.into())];
    Ok(Reply::aloud(visit.speech().fill(key, &fill)))
}

async fn confirm(visit: &Visit, id: TicketId, reason: Option<String>) -> Outcome<Reply> {
    let ticket = visit.desk.may_close(visit.at, &visit.actor, id).await?;
    let speech = visit.speech();
    let longest = u32::try_from(MOST_REASON_CHARACTERS).unwrap_or(u32::MAX);
    let control = Control::Text { value: reason, required: false, longest };
    let input = Input { custom_id: "reason".into(), label: speech.say("close-reason"), control };
    Ok(Reply::Ask(Modal {
        custom_id: custom_id(ticket.id),
        title: speech.fill("close-confirm", &[("ticket", ticket.id.get().into())]),
        inputs: vec![input],
    }))
}
