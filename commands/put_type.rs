//! `/panel type`: adds a ticket type, or changes the one of the same name.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::form::Form;
use tickit_domain::ids::RoleId;
use tickit_domain::settings::{TicketType, TypeId};

use crate::Action;
use crate::context::{Context, Visit};
use crate::reply::Reply;

pub(crate) const ACTION: Action =
    Action { word: "put_type", parent: Some("panel"), slash: Some(put_type), press: None, submit: None };

#[poise::command(slash_command, guild_only, rename = "type")]
async fn put_type(
    ctx: Context<'_>,
    #[max_length = 80] name: String,
    #[max_length = 64] emoji: Option<String>,
    staff: Option<serenity::all::Role>,
    #[min = 1]
    #[max = 10]
    limit: Option<u32>,
    #[max_length = 300] questions: Option<String>,
) -> Result<(), Error> {
    let kind = Form::parse(questions.as_deref().unwrap_or_default()).map(|form| TicketType {
        id: TypeId(0),
        name,
        emoji,
        staff: staff.into_iter().map(|role| RoleId::new(role.id.get())).collect(),
        limit: limit.unwrap_or(1).clamp(1, 10),
        form,
    });
    let visit = ctx.data();
    visit.answer(async { put(visit, kind?).await }.await);
    Ok(())
}

async fn put(visit: &Visit, kind: TicketType) -> Outcome<Reply> {
    let settings = visit.desk.put_type(visit.at, &visit.actor, &kind).await?;
    let names: Vec<String> = settings.types.into_iter().map(|kind| kind.name).collect();
    let fill = [("name", kind.name.into()), ("all", names.join(", ").into())];
    Ok(Reply::whisper(visit.speech().fill("put_type-done", &fill)))
}
