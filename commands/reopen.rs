//! `/ticket reopen`, with closed tickets to choose from while it is typed, and the Reopen button below a transcript: the
//! same ticket, with a new channel.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::Ticket;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::follow_up;
use crate::reply::{Choice, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket reopen",
        declare: reopen,
        run: |visit, options| Box::pin(async { reopen_ticket(visit, options.required("ticket")?).await }),
        complete: &[Complete { option: "ticket", run: |visit, _, typed| Box::pin(complete(visit, typed)) }],
    }),
    press: Some(|visit, id| Box::pin(async { reopen_ticket(visit, id.subject()?).await })),
    needs: &[Permission::ReopenTicket, Permission::FollowUp],
    records: &[EventKind::Reopened, EventKind::Opened, EventKind::Failed],
    ..Action::new("reopen")
};

#[poise::command(slash_command, guild_only)]
async fn reopen(_: Context<'_>, #[min = 1] ticket: u32) -> Result<(), Error> {
    declares(ticket).await
}

async fn reopen_ticket(visit: &Visit, id: TicketId) -> Answered {
    match Box::pin(visit.desk.reopen(visit.at, &visit.actor, id, Some(visit.reply_to()?))).await {
        Err(Error::Refused(refusal @ (Refusal::NotReopened { .. } | Refusal::StaffReopens))) => {
            Ok(follow_up::offer(visit, id, &refusal))
        }
        reopened => reopened.map(|()| Reply::Later),
    }
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    Ok(choices(&visit.desk.tickets_to_reopen(visit.at, &visit.actor, typed).await?))
}

/// Tickets to choose from while their number is typed.
pub(crate) fn choices(tickets: &[Ticket]) -> Vec<Choice> {
    let choice = |ticket: &Ticket| Choice {
        name: format!("{} · {}", ticket.title(), ticket.opener_name),
        value: ticket.id.get().into(),
    };
    tickets.iter().map(choice).collect()
}
