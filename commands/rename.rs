//! `/ticket rename`: the ticket's channel gets another name.

use tickit_domain::error::Error;

use crate::context::{Context, Visit};
use crate::reply::Reply;
use crate::{Action, Answered};

pub(crate) const ACTION: Action =
    Action { word: "rename", parent: Some("ticket"), slash: Some(rename), press: None, submit: None };

#[poise::command(slash_command, guild_only)]
async fn rename(ctx: Context<'_>, #[max_length = 100] name: String) -> Result<(), Error> {
    let visit = ctx.data();
    visit.answer(rename_ticket(visit, &name).await);
    Ok(())
}

async fn rename_ticket(visit: &Visit, name: &str) -> Answered {
    let ticket = visit.desk.rename(visit.at, &visit.actor, visit.ticket().await?, name).await?;
    Ok(Reply::aloud(visit.speech().fill("rename-done", &[("name", ticket.name.into())])))
}
