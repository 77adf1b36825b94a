//! `/ticket remove`, and its button with a form to choose in: a member who was added may no longer see the ticket.

use tickit_domain::error::Error;
use tickit_domain::ids::{TicketId, UserId};

use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::reply::{Modal, Reply};
use crate::submission::Submission;
use crate::{Action, Answered};

pub(crate) const ACTION: Action = Action {
    word: "remove_member",
    parent: Some("ticket"),
    slash: Some(remove_member),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
};

#[poise::command(slash_command, guild_only, rename = "remove")]
async fn remove_member(ctx: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    let (visit, user) = (ctx.data(), UserId::new(member.id.get()));
    visit.answer(async { remove(visit, visit.ticket().await?, user).await }.await);
    Ok(())
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.may_remove_member(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    Ok(Reply::Ask(Modal::for_member(id, speech.say("remove_member-title"), speech.say("remove_member-option-member"))))
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    remove(visit, id.subject()?, submission.member("member")?).await
}

async fn remove(visit: &Visit, id: TicketId, user: UserId) -> Answered {
    visit.desk.remove_member(visit.at, &visit.actor, id, user).await?;
    Ok(Reply::aloud(visit.speech().fill("remove_member-done", &[("user", format!("<@{user}>").into())])))
}
