//! `/ticket force-close`, with open tickets to choose from while it is typed: from anywhere, whatever the type asks.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::close;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reopen::choices;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket force-close",
        declare: force_close,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[
            Complete { option: "ticket", run: |visit, _, typed| Box::pin(complete(visit, typed)) },
            close::REASONS,
        ],
    }),
    needs: &[Permission::ForceClose],
    records: &[EventKind::Closing, EventKind::Closed],
    ..Action::new("force_close")
};

#[poise::command(slash_command, guild_only)]
async fn force_close(
    _: Context<'_>,
    #[min = 1] ticket: u32,
    #[max_length = 1000] reason: Option<String>,
) -> Result<(), Error> {
    declares((ticket, reason)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (id, reason) = (options.required::<TicketId>("ticket")?, options.optional::<String>("reason")?);
    let ticket = visit.desk.force_close(visit.at, &visit.actor, id, &reason.unwrap_or_default()).await?;
    Ok(Reply::whisper(visit.speech().fill("force_close-done", &[("ticket", ticket.id.get().into())])))
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    Ok(choices(&visit.desk.tickets_to_force_close(visit.at, &visit.actor, typed).await?))
}
