//! `/ticket unclaim` and the Give up button: a ticket is nobody's again.

use tickit_domain::error::Error;
use tickit_domain::ids::TicketId;

use crate::context::{Context, Visit};
use crate::mention::mention;
use crate::reply::Reply;
use crate::{Action, Answered};

pub(crate) const ACTION: Action = Action {
    word: "unclaim",
    parent: Some("ticket"),
    slash: Some(unclaim),
    press: Some(|visit, id| Box::pin(async { unclaim_ticket(visit, id.subject()?).await })),
    submit: None,
};

#[poise::command(slash_command, guild_only)]
async fn unclaim(ctx: Context<'_>) -> Result<(), Error> {
    let visit = ctx.data();
    visit.answer(async { unclaim_ticket(visit, visit.ticket().await?).await }.await);
    Ok(())
}

async fn unclaim_ticket(visit: &Visit, id: TicketId) -> Answered {
    visit.desk.unclaim(visit.at, &visit.actor, id).await?;
    let fill = [("user", mention(&visit.actor.who).into())];
    Ok(Reply::aloud(visit.speech().fill("unclaim-done", &fill)))
}
