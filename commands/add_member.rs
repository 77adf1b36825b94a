//! `/ticket add`, the menu of a user, and a button with a form to choose in: a member or a role may see the ticket and
//! write in it.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::chosen::Chosen;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::options::Options;
use crate::reply::{Modal, Reply};
use crate::someone::Someone;
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket add",
        declare: add_member,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    user_menu: Some(|visit, user| Box::pin(async move { add(visit, visit.ticket().await?, user.into()).await })),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    choose: Some(|visit, id, chosen| Box::pin(choose(visit, id, chosen))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    needs: &[Permission::AddMember],
    records: &[EventKind::MemberAdded],
    ..Action::new("add_member")
};

#[poise::command(slash_command, guild_only)]
async fn add_member(_: Context<'_>, who: Someone) -> Result<(), Error> {
    declares(who).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    add(visit, visit.ticket().await?, options.required("who")?).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.may_add_member(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    Ok(Reply::Ask(Modal::for_someone(id, speech.say("add_member-title"), speech.say("add_member-option-who"))))
}

async fn choose(visit: &Visit, id: &CustomId, chosen: &Chosen) -> Answered {
    add(visit, id.subject()?, chosen.one()?).await
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    add(visit, id.subject()?, submission.someone()?).await
}

async fn add(visit: &Visit, id: TicketId, whom: Whom) -> Answered {
    visit.desk.add_member(visit.at, &visit.actor, id, whom).await?;
    Ok(Reply::aloud(visit.speech().fill("add_member-done", &[("whom", whom.mention().into())])))
}
