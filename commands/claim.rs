//! `/ticket claim` and the Claim button: one of the staff takes a ticket on.

use tickit_domain::error::Error;
use tickit_domain::ids::TicketId;

use crate::context::{Context, Visit};
use crate::mention::mention;
use crate::reply::Reply;
use crate::{Action, Answered};

pub(crate) const ACTION: Action = Action {
    word: "claim",
    parent: Some("ticket"),
    slash: Some(claim),
    press: Some(|visit, id| Box::pin(async { claim_ticket(visit, id.subject()?).await })),
    submit: None,
};

#[poise::command(slash_command, guild_only)]
async fn claim(ctx: Context<'_>) -> Result<(), Error> {
    let visit = ctx.data();
    visit.answer(async { claim_ticket(visit, visit.ticket().await?).await }.await);
    Ok(())
}

async fn claim_ticket(visit: &Visit, id: TicketId) -> Answered {
    visit.desk.claim(visit.at, &visit.actor, id).await?;
    let fill = [("user", mention(&visit.actor.who).into())];
    Ok(Reply::aloud(visit.speech().fill("claim-done", &fill)))
}
