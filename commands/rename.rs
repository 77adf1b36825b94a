//! `/ticket rename`, and a form with the name that it has: the ticket's channel gets another name.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Control, Modal, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket rename",
        declare: rename,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, form| Box::pin(async { call(visit, id.subject()?, form.text("name")).await })),
    needs: &[Permission::RenameTicket],
    records: &[EventKind::Renamed],
    ..Action::new("rename")
};

#[poise::command(slash_command, guild_only)]
async fn rename(_: Context<'_>, #[max_length = 100] name: String) -> Result<(), Error> {
    declares(name).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    call(visit, visit.ticket().await?, &options.required::<String>("name")?).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let ticket = visit.desk.may_rename(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let control = Control::Text { value: Some(ticket.name), required: true, longest: 100 };
    Ok(Reply::Ask(Modal::asking(id, speech.say("rename-title"), "name", speech.say("rename-option-name"), control)))
}

async fn call(visit: &Visit, id: TicketId, name: &str) -> Answered {
    let ticket = visit.desk.rename(visit.at, &visit.actor, id, name).await?;
    Ok(Reply::aloud(visit.speech().fill("rename-done", &[("name", ticket.name.into())])))
}
