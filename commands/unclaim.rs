//! `/ticket unclaim` and the Give up button: a ticket is nobody's again.

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
        name: "ticket unclaim",
        declare: unclaim,
        run: |visit, _| Box::pin(async { unclaim_ticket(visit, visit.ticket().await?).await }),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(async { unclaim_ticket(visit, id.subject()?).await })),
    needs: &[Permission::ClaimTicket, Permission::UnclaimTicket],
    records: &[EventKind::Unclaimed],
    ..Action::new("unclaim")
};

#[poise::command(slash_command, guild_only)]
async fn unclaim(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn unclaim_ticket(visit: &Visit, id: TicketId) -> Answered {
    visit.desk.unclaim(visit.at, &visit.actor, id).await?;
    let fill = [("user", visit.actor.who.mention().into())];
    Ok(Reply::aloud(visit.speech().fill("unclaim-done", &fill)))
}
