//! `/ticket history`, and an entry in the menu of a user: the tickets that a member opened.

use tickit_domain::error::Error;
use tickit_domain::ids::UserId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::ticket_list;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket history",
        declare: history,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    user_menu: Some(|visit, user| Box::pin(list(visit, user, 1))),
    press: Some(|visit, id| Box::pin(turn(visit, id))),
    needs: &[Permission::ViewTicket],
    ..Action::new("history")
};

#[poise::command(slash_command, guild_only)]
async fn history(_: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    declares(member).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    list(visit, options.required("member")?, 1).await
}

async fn turn(visit: &Visit, id: &CustomId) -> Answered {
    let (page, user) = id.subjects::<(usize, UserId)>()?;
    list(visit, user, page).await
}

async fn list(visit: &Visit, of: UserId, page: usize) -> Answered {
    let found = visit.desk.history(visit.at, &visit.actor, of, page).await?;
    let speech = visit.speech();
    let name = found.items.first().map_or_else(|| of.to_string(), |ticket| ticket.opener_name.clone());
    let title = speech.fill("history-title", &[("name", name.into())]);
    Ok(ticket_list::reply(title, &found, |page| custom_id(page, of), speech))
}

/// The button that shows a page.
fn custom_id(page: usize, of: UserId) -> CustomId {
    CustomId::new(ACTION.word, page).about(of)
}
