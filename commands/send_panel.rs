//! `/panel send`: publishes a panel, or one of all ticket types.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::panel::NewPanel;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::panel_choices;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "panel send",
        declare: send_panel,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[panel_choices::COMPLETE],
    }),
    needs: &[Permission::SendPanel],
    records: &[EventKind::PanelSent],
    ..Action::new("send_panel")
};

#[poise::command(slash_command, guild_only)]
async fn send_panel(
    _: Context<'_>,
    #[max_length = 80] panel: Option<String>,
    #[max_length = 256] title: Option<String>,
    #[max_length = 2000] text: Option<String>,
    #[channel_types("Text", "News")] channel: Option<serenity::all::PartialChannel>,
) -> Result<(), Error> {
    declares((panel, title, text, channel)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let speech = visit.speech();
    let panel = match options.optional::<String>("panel")? {
        Some(name) => Some(visit.desk.panel_called(visit.at, &visit.actor, &name).await?.id),
        None => None,
    };
    let wanted = NewPanel {
        channel: options.optional("channel")?.unwrap_or(visit.channel),
        title: options.optional("title")?.unwrap_or_else(|| speech.say("panel-title")),
        text: options.optional("text")?.unwrap_or_else(|| speech.say("panel-text")),
        panel,
    };
    visit.desk.send_panel(visit.at, &visit.actor, wanted, Some(visit.reply_to()?)).await?;
    Ok(Reply::Later)
}
