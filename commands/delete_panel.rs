//! `/panel delete`: deletes a panel and its messages, once a button has confirmed it.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::panel::PanelId;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::control::{Button, ButtonStyle};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::panel_choices;
use crate::reply::Reply;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "panel delete",
        declare: delete_panel,
        run: |visit, options| Box::pin(ask(visit, options)),
        complete: &[panel_choices::COMPLETE],
    }),
    press: Some(|visit, id| Box::pin(async { delete(visit, PanelId(id.subject()?)).await })),
    needs: &[Permission::SendPanel],
    records: &[EventKind::PanelDeleted],
    ..Action::new("delete_panel")
};

#[poise::command(slash_command, guild_only)]
async fn delete_panel(_: Context<'_>, #[max_length = 80] panel: String) -> Result<(), Error> {
    declares(panel).await
}

async fn ask(visit: &Visit, options: &Options) -> Answered {
    let (name, speech) = (options.required::<String>("panel")?, visit.speech());
    let panel = visit.desk.panel_called(visit.at, &visit.actor, &name).await?;
    let fill = [("name", panel.name.as_str().into()), ("count", panel.messages().count().into())];
    Ok(Reply::whisper_with(speech.fill("delete_panel-confirm", &fill), &[confirm(panel.id, speech)]))
}

async fn delete(visit: &Visit, id: PanelId) -> Answered {
    visit.desk.delete_panel(visit.at, &visit.actor, id, Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}

fn confirm(id: PanelId, speech: Speech<'_>) -> Button {
    let custom_id = CustomId::new(ACTION.word, id).to_string();
    Button { label: speech.say("delete_panel-button"), custom_id, style: ButtonStyle::Danger, emoji: None }
}
