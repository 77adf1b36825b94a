//! `/ticket transcript`, with closed tickets to choose from while it is typed, and the button under a summary: what was
//! said in a ticket, as files.

use tickit_domain::error::Error;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reopen::choices;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket transcript",
        declare: transcript,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete { option: "ticket", run: |visit, _, typed| Box::pin(complete(visit, typed)) }],
    }),
    press: Some(|visit, id| Box::pin(async { show(visit, id.subject()?, 1).await })),
    needs: &[Permission::ReadTranscript],
    ..Action::new("show_transcript")
};

#[poise::command(slash_command, guild_only)]
async fn transcript(_: Context<'_>, #[min = 1] ticket: Option<u32>, #[min = 1] part: Option<u32>) -> Result<(), Error> {
    declares((ticket, part)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let id = match options.optional("ticket")? {
        Some(id) => id,
        None => visit.ticket().await?,
    };
    let part = options.optional::<u32>("part")?.and_then(|part| part.try_into().ok()).unwrap_or(1);
    show(visit, id, part).await
}

async fn show(visit: &Visit, id: TicketId, part: usize) -> Answered {
    visit.desk.show_transcript(visit.at, &visit.actor, id, part, Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    Ok(choices(&visit.desk.tickets_with_transcript(visit.at, &visit.actor, typed).await?))
}
