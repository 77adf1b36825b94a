//! `/ticket move`, with types to choose from while one is typed, and a menu of them: the ticket is of another type.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{TicketType, TypeId};

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::message::{Menu, Message};
use crate::options::Options;
use crate::reply::{Choice, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket move",
        declare: move_ticket,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete { option: "type", run: |visit, _, typed| Box::pin(complete(visit, typed)) }],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    choose: Some(|visit, id, chosen| Box::pin(async { put(visit, id.subject()?, chosen.one()?).await })),
    needs: &[Permission::MoveTicket],
    records: &[EventKind::Moved],
    ..Action::new("move_ticket")
};

#[poise::command(slash_command, guild_only)]
async fn move_ticket(
    _: Context<'_>,
    #[rename = "type"]
    #[max_length = 80]
    kind: String,
) -> Result<(), Error> {
    declares(kind).await
}

/// What is chosen is a type's number; what is typed without choosing, its name.
async fn run(visit: &Visit, options: &Options) -> Answered {
    let (id, named) = (visit.ticket().await?, options.required::<String>("type")?);
    let types = visit.desk.types_to_move_to(visit.at, &visit.actor, id).await?;
    let meant = |kind: &&TicketType| kind.id.0.to_string() == named || kind.is_called(&named);
    let kind = types.iter().find(meant).map(|kind| kind.id).ok_or(Refusal::NoSuchType)?;
    put(visit, id, kind).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let types = visit.desk.types_to_move_to(visit.at, &visit.actor, id.subject()?).await?;
    if types.is_empty() {
        return Err(Refusal::NoSuchType.into());
    }
    let speech = visit.speech();
    let options = types.into_iter().map(|kind| (kind.name, kind.id.0.to_string()).into()).collect();
    let menu = Menu { custom_id: id.to_string(), placeholder: speech.say("move_ticket-option-type"), options };
    Ok(Reply::Message(Message::text(speech.say("move_ticket-title")).menu(&menu).ephemeral()))
}

async fn put(visit: &Visit, id: TicketId, kind: TypeId) -> Answered {
    let ticket = visit.desk.move_ticket(visit.at, &visit.actor, id, kind).await?;
    Ok(Reply::aloud(visit.speech().fill("move_ticket-done", &[("name", ticket.type_name.into())])))
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    let all = visit.desk.types_to_move_to(visit.at, &visit.actor, visit.ticket().await?).await?;
    let meant = all.into_iter().filter(|kind| kind.name.to_lowercase().contains(&typed.to_lowercase()));
    Ok(meant.map(|kind| Choice { name: kind.name, value: kind.id.0.to_string().into() }).collect())
}
