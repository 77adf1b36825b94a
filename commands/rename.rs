//! `/ticket rename`: the ticket's channel gets another name.

use tickit_domain::error::Error;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket rename",
        declare: rename,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    ..Action::new("rename")
};

#[poise::command(slash_command, guild_only)]
async fn rename(_: Context<'_>, #[max_length = 100] name: String) -> Result<(), Error> {
    declares(name).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (id, name) = (visit.ticket().await?, options.required::<String>("name")?);
    let ticket = visit.desk.rename(visit.at, &visit.actor, id, &name).await?;
    Ok(Reply::aloud(visit.speech().fill("rename-done", &[("name", ticket.name.into())])))
}
