//! `/ticket remove`, and its button with a form to choose in: a member who was added may no longer see the ticket.

use tickit_domain::error::Error;
use tickit_domain::ids::{TicketId, UserId};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket remove",
        declare: remove_member,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: None,
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    ..Action::new("remove_member")
};

#[poise::command(slash_command, guild_only)]
async fn remove_member(_: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    declares(member).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    remove(visit, visit.ticket().await?, options.required("member")?).await
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
