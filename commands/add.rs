//! `/ticket add`: a member may see the ticket and write in it.

use tickit_domain::error::Error;
use tickit_domain::ids::UserId;

use crate::context::{Context, Visit};
use crate::reply::Reply;
use crate::{Action, Answered};

pub(crate) const ACTION: Action =
    Action { word: "add", parent: Some("ticket"), slash: Some(add), press: None, submit: None };

#[poise::command(slash_command, guild_only)]
async fn add(ctx: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    let visit = ctx.data();
    visit.answer(add_member(visit, UserId::new(member.id.get())).await);
    Ok(())
}

async fn add_member(visit: &Visit, user: UserId) -> Answered {
    visit.desk.add_member(visit.at, &visit.actor, visit.ticket().await?, user).await?;
    Ok(Reply::aloud(visit.speech().fill("add-done", &[("user", format!("<@{user}>").into())])))
}
