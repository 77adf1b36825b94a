//! `/ticket remove`, and its button with a form to choose in: a member or a role that was added may no longer see the
//! ticket.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::whom::Whom;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::options::Options;
use crate::reply::{Modal, Reply};
use crate::someone::Someone;
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket remove",
        declare: remove_member,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    needs: &[Permission::RemoveMember],
    records: &[EventKind::MemberRemoved],
    ..Action::new("remove_member")
};

#[poise::command(slash_command, guild_only)]
async fn remove_member(_: Context<'_>, who: Someone) -> Result<(), Error> {
    declares(who).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    remove(visit, visit.ticket().await?, options.required("who")?).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.may_remove_member(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    Ok(Reply::Ask(Modal::for_someone(id, speech.say("remove_member-title"), speech.say("remove_member-option-who"))))
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    remove(visit, id.subject()?, submission.someone()?).await
}

async fn remove(visit: &Visit, id: TicketId, whom: Whom) -> Answered {
    visit.desk.remove_member(visit.at, &visit.actor, id, whom).await?;
    Ok(Reply::aloud(visit.speech().fill("remove_member-done", &[("whom", whom.mention().into())])))
}
