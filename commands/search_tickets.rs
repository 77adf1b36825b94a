//! `/tickets search`: tickets, open and closed, by what they are called, whose they are, and what was answered.

use tickit_domain::error::Error;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::ticket_list;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tickets search",
        declare: search_tickets,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(turn(visit, id))),
    needs: &[Permission::ViewTicket],
    ..Action::new("search_tickets")
};

#[poise::command(slash_command, guild_only)]
async fn search_tickets(_: Context<'_>, #[max_length = 60] text: String) -> Result<(), Error> {
    declares(text).await
}

/// What separates the parts of a custom id is searched for as a blank.
async fn run(visit: &Visit, options: &Options) -> Answered {
    list(visit, &options.required::<String>("text")?.replace([':', '@'], " "), 1).await
}

async fn turn(visit: &Visit, id: &CustomId) -> Answered {
    let (page, text) = id.subjects::<(usize, String)>()?;
    list(visit, &text, page).await
}

async fn list(visit: &Visit, text: &str, page: usize) -> Answered {
    let found = visit.desk.search_tickets(visit.at, &visit.actor, text, page).await?;
    let speech = visit.speech();
    let title = speech.fill("search_tickets-title", &[("text", text.into())]);
    Ok(ticket_list::reply(title, &found, |page| custom_id(page, text), speech))
}

/// The button that shows a page.
fn custom_id(page: usize, text: &str) -> CustomId {
    CustomId::new(ACTION.word, page).about(text)
}
