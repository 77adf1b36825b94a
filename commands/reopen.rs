//! `/ticket reopen` and the Reopen button below a transcript: the same ticket, with a new channel.

use tickit_domain::error::Error;
use tickit_domain::ids::TicketId;

use crate::context::{Context, Visit};
use crate::reply::Reply;
use crate::{Action, Answered};

pub(crate) const ACTION: Action = Action {
    word: "reopen",
    parent: Some("ticket"),
    slash: Some(reopen),
    press: Some(|visit, id| Box::pin(async { reopen_ticket(visit, id.subject()?).await })),
    submit: None,
};

#[poise::command(slash_command, guild_only)]
async fn reopen(ctx: Context<'_>, #[min = 1] ticket: u32) -> Result<(), Error> {
    let visit = ctx.data();
    visit.answer(reopen_ticket(visit, TicketId::new(ticket)).await);
    Ok(())
}

async fn reopen_ticket(visit: &Visit, id: TicketId) -> Answered {
    visit.desk.reopen(visit.at, &visit.actor, id, Some(visit.reply_to.clone())).await?;
    Ok(Reply::Later)
}
