//! `/ticket assign`, and a form to choose in: somebody of staff works on the ticket from now on.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::{TicketId, UserId};
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::options::Options;
use crate::reply::{Control, Modal, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket assign",
        declare: assign,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, form| Box::pin(async { give(visit, id.subject()?, form.chosen("member").one()?).await })),
    needs: &[Permission::AssignTicket],
    records: &[EventKind::Assigned],
    ..Action::new("assign")
};

#[poise::command(slash_command, guild_only)]
async fn assign(_: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    declares(member).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    give(visit, visit.ticket().await?, options.required("member")?).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.may_assign(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let (title, label) = (speech.say("assign-title"), speech.say("assign-option-member"));
    Ok(Reply::Ask(Modal::asking(id, title, "member", label, Control::Member)))
}

async fn give(visit: &Visit, id: TicketId, to: UserId) -> Answered {
    visit.desk.assign(visit.at, &visit.actor, id, to).await?;
    Ok(Reply::aloud(visit.speech().fill("assign-done", &[("user", to.mention().into())])))
}
