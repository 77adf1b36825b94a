//! `/ticket pin`, and an entry in the menu of a message: pinned in the ticket's channel, or no longer.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::{MessageId, TicketId};
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket pin",
        declare: pin,
        run: |visit, _| Box::pin(async { toggle(visit, visit.ticket().await?, None).await }),
        complete: &[],
    }),
    message_menu: Some(|visit, said, _| {
        Box::pin(async move { toggle(visit, visit.ticket().await?, Some(said)).await })
    }),
    press: Some(|visit, id| Box::pin(async { toggle(visit, id.subject()?, None).await })),
    needs: &[Permission::PinMessage],
    records: &[EventKind::Pinned, EventKind::Unpinned],
    ..Action::new("pin")
};

#[poise::command(slash_command, guild_only)]
async fn pin(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

/// The first message, where none is chosen.
async fn toggle(visit: &Visit, id: TicketId, message: Option<MessageId>) -> Answered {
    let ticket = visit.desk.pin(visit.at, &visit.actor, id, message).await?;
    let message = message.or(ticket.shown.first_message.id);
    let key = if message.is_some_and(|message| ticket.pins.contains(&message)) { "pin-done" } else { "pin-undone" };
    Ok(Reply::whisper(visit.speech().say(key)))
}
