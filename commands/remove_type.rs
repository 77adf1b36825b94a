//! `/type remove`: removes a ticket type, once a button has confirmed it.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::settings::TypeId;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::message::{Button, ButtonStyle};
use crate::options::Options;
use crate::reply::Reply;
use crate::type_choices;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "type remove",
        declare: remove_type,
        run: |visit, options| Box::pin(ask(visit, options)),
        complete: &[type_choices::COMPLETE],
    }),
    press: Some(|visit, id| Box::pin(async { remove(visit, TypeId(id.subject()?)).await })),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeRemoved],
    ..Action::new("remove_type")
};

#[poise::command(slash_command, guild_only)]
async fn remove_type(
    _: Context<'_>,
    #[max_length = 80]
    #[rename = "type"]
    kind: String,
) -> Result<(), Error> {
    declares(kind).await
}

async fn ask(visit: &Visit, options: &Options) -> Answered {
    let name: String = options.required("type")?;
    let (kind, speech) = (visit.desk.type_called(visit.at, &visit.actor, &name).await?, visit.speech());
    let asked = speech.fill("remove_type-confirm", &[("name", kind.name.into())]);
    Ok(Reply::whisper_with(asked, &[confirm(kind.id, speech)]))
}

async fn remove(visit: &Visit, id: TypeId) -> Answered {
    let kind = visit.desk.remove_type(visit.at, &visit.actor, id).await?;
    Ok(Reply::whisper(visit.speech().fill("remove_type-done", &[("name", kind.name.into())])))
}

fn confirm(id: TypeId, speech: Speech<'_>) -> Button {
    let custom_id = CustomId::new(ACTION.word, id.0).to_string();
    Button { label: speech.say("remove_type-button"), custom_id, style: ButtonStyle::Danger, emoji: None }
}
