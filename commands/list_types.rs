//! `/type list`: the ticket types of a guild, what is chosen of one, and what is missing.

use tickit_domain::error::Error;
use tickit_domain::permission::Permission;
use tickit_domain::settings::TicketType;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::edit_type;
use crate::limits::cut;
use crate::message::{Colour, Embed, Message};
use crate::options::Options;
use crate::reply::Reply;
use crate::type_choices;
use crate::type_summary::{self, SHOWN_NAME};
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "type list",
        declare: list_types,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[type_choices::COMPLETE],
    }),
    needs: &[Permission::ChangeSettings],
    ..Action::new("list_types")
};

#[poise::command(slash_command, guild_only)]
async fn list_types(
    _: Context<'_>,
    #[max_length = 80]
    #[rename = "type"]
    kind: Option<String>,
) -> Result<(), Error> {
    declares(kind).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let speech = visit.speech();
    if let Some(name) = options.optional::<String>("type")? {
        let kind = visit.desk.type_called(visit.at, &visit.actor, &name).await?;
        let embed = Embed::titled(&kind.name, Colour::Calm).describing(type_summary::of(&kind, visit.at.guild, speech));
        let message = Message::embed(embed).ephemeral().buttons(&[edit_type::button(kind.id, speech)]);
        return Ok(Reply::Message(message));
    }
    let (kinds, missing) = visit.desk.list_types(visit.at, &visit.actor).await?;
    let count = speech.fill("list_types-count", &[("count", kinds.len().into())]);
    let mut lines: Vec<String> = kinds.iter().map(|kind| line(kind, speech)).collect();
    lines.push(type_summary::missing(&missing, speech));
    Ok(Reply::whisper_embed(count, lines.join("\n")))
}

fn line(kind: &TicketType, speech: Speech<'_>) -> String {
    let emoji = kind.emoji.as_deref().unwrap_or("🎫");
    let fill = [("limit", kind.limit.into()), ("questions", kind.form.questions().len().into())];
    format!("{emoji} **{}** · {}", cut(&kind.name, SHOWN_NAME), speech.fill("list_types-line", &fill))
}
