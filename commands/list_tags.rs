//! `/tags list`: the tags of a guild, with how each begins.

use tickit_domain::error::Error;
use tickit_domain::page::Page;
use tickit_domain::permission::Permission;
use tickit_domain::tag::{MOST_TAGS, Tag};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::limits::cut;
use crate::message::{Colour, Embed, Message};
use crate::pages;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tags list",
        declare: list_tags,
        run: |visit, _| Box::pin(list(visit, 1)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(async { list(visit, id.subject()?).await })),
    needs: &[Permission::UseTag],
    ..Action::new("list_tags")
};

/// So many are on a page.
const A_PAGE: usize = 15;

/// So much of each text is shown.
const SHOWN_CHARACTERS: usize = 100;

#[poise::command(slash_command, guild_only)]
async fn list_tags(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn list(visit: &Visit, page: usize) -> Answered {
    let (tags, speech) = (visit.desk.list_tags(visit.at, &visit.actor).await?, visit.speech());
    let Page { items, page, pages, total } = Page::of(tags, page, A_PAGE);
    let fill = [("count", total.into()), ("most", MOST_TAGS.into()), ("page", page.into()), ("pages", pages.into())];
    let lines = items.iter().map(line).collect::<Vec<_>>().join("\n");
    let lines = if lines.is_empty() { speech.say("list_tags-none") } else { lines };
    let text = format!("{lines}\n\n{}", speech.fill("list_tags-page", &fill));
    let message =
        Message::embed(Embed::titled(speech.say("list_tags-title"), Colour::Calm).describing(text)).ephemeral();
    Ok(Reply::Message(pages::turning(message, page, pages, custom_id)))
}

/// The button that shows a page.
fn custom_id(page: usize) -> CustomId {
    CustomId::new(ACTION.word, page)
}

fn line(tag: &Tag) -> String {
    let text = tag.text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("**{}** · {}", tag.name, cut(&text, SHOWN_CHARACTERS))
}
