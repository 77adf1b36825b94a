//! `/ticket add`, the menu of a user, and a button with a form to choose in: a member may see the ticket and write in it.

use tickit_domain::error::Error;
use tickit_domain::ids::{TicketId, UserId};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::chosen::Chosen;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket add",
        declare: add_member,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: None,
    }),
    user_menu: Some(|visit, user| Box::pin(async move { add(visit, visit.ticket().await?, user).await })),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    choose: Some(|visit, id, chosen| Box::pin(choose(visit, id, chosen))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    ..Action::new("add_member")
};

#[poise::command(slash_command, guild_only)]
async fn add_member(_: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    declares(member).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    add(visit, visit.ticket().await?, options.required("member")?).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.may_add_member(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    Ok(Reply::Ask(Modal::for_member(id, speech.say("add_member-title"), speech.say("add_member-option-member"))))
}

async fn choose(visit: &Visit, id: &CustomId, chosen: &Chosen) -> Answered {
    add(visit, id.subject()?, chosen.one()?).await
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    add(visit, id.subject()?, submission.member("member")?).await
}

async fn add(visit: &Visit, id: TicketId, user: UserId) -> Answered {
    visit.desk.add_member(visit.at, &visit.actor, id, user).await?;
    Ok(Reply::aloud(visit.speech().fill("add_member-done", &[("user", format!("<@{user}>").into())])))
}
