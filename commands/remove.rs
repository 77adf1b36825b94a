//! `/ticket remove`: a member who was added may no longer see the ticket.

use tickit_domain::error::Error;
use tickit_domain::ids::UserId;

use crate::context::{Context, Visit};
use crate::reply::Reply;
use crate::{Action, Answered};

pub(crate) const ACTION: Action =
    Action { word: "remove", parent: Some("ticket"), slash: Some(remove), press: None, submit: None };

#[poise::command(slash_command, guild_only)]
async fn remove(ctx: Context<'_>, member: serenity::all::User) -> Result<(), Error> {
    let visit = ctx.data();
    visit.answer(remove_member(visit, UserId::new(member.id.get())).await);
    Ok(())
}

async fn remove_member(visit: &Visit, user: UserId) -> Answered {
    visit.desk.remove_member(visit.at, &visit.actor, visit.ticket().await?, user).await?;
    Ok(Reply::aloud(visit.speech().fill("remove-done", &[("user", format!("<@{user}>").into())])))
}
