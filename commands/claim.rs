//! `/ticket claim` and the Claim button: one of the staff takes a ticket on.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::mention::Mention;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket claim",
        declare: claim,
        run: |visit, _| Box::pin(async { claim_ticket(visit, visit.ticket().await?).await }),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(async { claim_ticket(visit, id.subject()?).await })),
    needs: &[Permission::ClaimTicket],
    records: &[EventKind::Claimed],
    ..Action::new("claim")
};

#[poise::command(slash_command, guild_only)]
async fn claim(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn claim_ticket(visit: &Visit, id: TicketId) -> Answered {
    visit.desk.claim(visit.at, &visit.actor, id).await?;
    let fill = [("user", visit.actor.who.mention().into())];
    Ok(Reply::aloud(visit.speech().fill("claim-done", &fill)))
}
