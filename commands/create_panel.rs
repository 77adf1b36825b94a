//! `/panel create`: a panel with its own choice and order of ticket types.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::panel::PanelChange;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::edit_panel;
use crate::options::Options;
use crate::panel_options::{self, ShowsAs};
use crate::panel_summary;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "panel create",
        declare: create_panel,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[panel_options::COMPLETE_TYPES],
    }),
    needs: &[Permission::SendPanel],
    records: &[EventKind::PanelCreated],
    ..Action::new("create_panel")
};

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn create_panel(
    _: Context<'_>,
    #[max_length = 80] name: String,
    #[max_length = 256] title: Option<String>,
    #[max_length = 3000] text: Option<String>,
    #[max_length = 2200] types: Option<String>,
    shows: Option<ShowsAs>,
    #[max_length = 20] colour: Option<String>,
    #[max_length = 2048] image: Option<String>,
    #[max_length = 2048] thumbnail: Option<String>,
) -> Result<(), Error> {
    declares((name, title, text, types, shows, colour, image, thumbnail)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (change, speech) = (panel_options::change(options)?, visit.speech());
    let title = change.title.clone().or_else(|| change.name.clone());
    let panel = visit.desk.create_panel(visit.at, &visit.actor, &PanelChange { title, ..change }).await?;
    let done = speech.fill("create_panel-done", &[("name", panel.name.as_str().into())]);
    Ok(Reply::whisper_with(
        format!("{done}\n{}", panel_summary::of(&panel, speech)),
        &[edit_panel::button(panel.id, speech)],
    ))
}
