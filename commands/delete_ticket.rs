//! `/ticket delete`, with closed tickets to choose from while it is typed: for good, once a button has confirmed it.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::control::{Button, ButtonStyle};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::options::Options;
use crate::reopen::choices;
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket delete",
        declare: delete_ticket,
        run: |visit, options| Box::pin(ask(visit, options)),
        complete: &[Complete { option: "ticket", run: |visit, _, typed| Box::pin(complete(visit, typed)) }],
    }),
    press: Some(|visit, id| Box::pin(async { delete(visit, id.subject()?).await })),
    needs: &[Permission::DeleteTicket],
    records: &[EventKind::Deleted],
    ..Action::new("delete_ticket")
};

#[poise::command(slash_command, guild_only)]
async fn delete_ticket(_: Context<'_>, #[min = 1] ticket: u32) -> Result<(), Error> {
    declares(ticket).await
}

async fn ask(visit: &Visit, options: &Options) -> Answered {
    let id: TicketId = options.required("ticket")?;
    let ticket = visit.desk.may_delete_ticket(visit.at, &visit.actor, id).await?;
    let (speech, opener) = (visit.speech(), ticket.opener.mention());
    let asked = speech.fill("delete_ticket-confirm", &[("ticket", ticket.title().into()), ("user", opener.into())]);
    Ok(Reply::whisper_with(asked, &[confirm(ticket.id, speech)]))
}

async fn delete(visit: &Visit, id: TicketId) -> Answered {
    let ticket = visit.desk.delete_ticket(visit.at, &visit.actor, id).await?;
    Ok(Reply::whisper(visit.speech().fill("delete_ticket-done", &[("ticket", ticket.id.get().into())])))
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    Ok(choices(&visit.desk.tickets_to_delete(visit.at, &visit.actor, typed).await?))
}

/// The button that names the ticket.
fn confirm(id: TicketId, speech: Speech<'_>) -> Button {
    let label = speech.say("delete_ticket-button");
    Button { label, custom_id: CustomId::new(ACTION.word, id).to_string(), style: ButtonStyle::Danger, emoji: None }
}
