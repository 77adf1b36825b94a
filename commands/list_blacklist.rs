//! `/blacklist list`: who opens no tickets, why, and until when.

use tickit_domain::blacklist::BlacklistEntry;
use tickit_domain::error::Error;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::add_to_blacklist::until;
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::message::{Colour, Embed, Message};
use crate::pages;
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "blacklist list",
        declare: list_blacklist,
        run: |visit, _| Box::pin(show(visit, 1)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(async { show(visit, id.subject()?).await })),
    needs: &[Permission::ChangeBlacklist],
    ..Action::new("list_blacklist")
};

#[poise::command(slash_command, guild_only)]
async fn list_blacklist(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn show(visit: &Visit, page: usize) -> Answered {
    let found = visit.desk.list_blacklist(visit.at, &visit.actor, page).await?;
    let speech = visit.speech();
    let lines = found.items.iter().map(|entry| line(entry, speech)).collect::<Vec<_>>().join("\n");
    let lines = if lines.is_empty() { speech.say("list_blacklist-none") } else { lines };
    let fill = [("page", found.page.into()), ("pages", found.pages.into()), ("total", found.total.into())];
    let text = format!("{lines}\n\n{}", speech.fill("list_blacklist-page", &fill));
    let embed = Embed::titled(speech.say("list_blacklist-title"), Colour::Calm).describing(text);
    Ok(Reply::Message(pages::turning(Message::embed(embed).ephemeral(), found.page, found.pages, custom_id)))
}

/// The button that shows a page.
fn custom_id(page: usize) -> CustomId {
    CustomId::new(ACTION.word, page)
}

fn line(entry: &BlacklistEntry, speech: Speech<'_>) -> String {
    let reason = Some(entry.reason.clone()).filter(|reason| !reason.is_empty());
    let parts = [Some(entry.whom.mention()), Some(until(entry, speech)), reason, Some(entry.by.mention())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
