//! `/tickets mine`: the tickets that one opened, and for staff those that they work on.

use tickit_domain::error::Error;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::ticket_list;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tickets mine",
        declare: my_tickets,
        run: |visit, _| Box::pin(list(visit, 1)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(async { list(visit, id.subject()?).await })),
    needs: &[Permission::ViewTicket],
    ..Action::new("my_tickets")
};

#[poise::command(slash_command, guild_only)]
async fn my_tickets(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn list(visit: &Visit, page: usize) -> Answered {
    let found = visit.desk.my_tickets(visit.at, &visit.actor, page).await?;
    let speech = visit.speech();
    Ok(ticket_list::reply(speech.say("my_tickets-title"), &found, custom_id, speech))
}

/// The button that shows a page.
fn custom_id(page: usize) -> CustomId {
    CustomId::new(ACTION.word, page)
}
