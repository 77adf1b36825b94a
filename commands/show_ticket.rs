//! `/ticket info`, with tickets to choose from while one is typed: how a ticket stands.

use tickit_domain::error::Error;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::TicketState;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::message::Message;
use crate::reopen::choices;
use crate::reply::Reply;
use crate::ticket_list::ticket_or_here;
use crate::{feedback, follow_up, welcome};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket info",
        declare: show_ticket,
        run: |visit, options| {
            Box::pin(async { show(visit, ticket_or_here(visit, options.optional("ticket")?).await?).await })
        },
        complete: &[TICKET],
    }),
    press: Some(|visit, id| Box::pin(async { show(visit, id.subject()?).await })),
    needs: &[Permission::ViewTicket],
    ..Action::new("show_ticket")
};

/// Any ticket that the visitor may see, to choose from while its number is typed.
pub(crate) const TICKET: Complete =
    Complete { option: "ticket", run: |visit, _, typed| Box::pin(complete(visit, typed)) };

#[poise::command(slash_command, guild_only)]
async fn show_ticket(_: Context<'_>, #[min = 1] ticket: Option<u32>) -> Result<(), Error> {
    declares(ticket).await
}

async fn show(visit: &Visit, id: TicketId) -> Answered {
    let ticket = visit.desk.show_ticket(visit.at, &visit.actor, id).await?;
    let speech = visit.speech();
    let mut message = Message::embed(welcome::standing(&ticket, speech)).ephemeral();
    // Who takes no direct messages finds here what they were asked.
    if ticket.feedback().is_some() && visit.desk.may_rate(visit.at, &visit.actor, id).await.is_ok() {
        let stars = feedback::buttons(visit.at, &ticket, speech);
        message = message.saying(feedback::question(&ticket, speech)).buttons(&stars);
    }
    // Whoever opened it has no other way to it once its channel is gone; staff reopens it.
    if ticket.state == TicketState::Closed && visit.actor.who.user() == Some(ticket.opener) {
        message = message.buttons(&[follow_up::way(id, speech)]);
    }
    Ok(Reply::Message(message))
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    Ok(choices(&visit.desk.tickets_to_see(visit.at, &visit.actor, typed).await?))
}
