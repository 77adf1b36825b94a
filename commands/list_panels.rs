//! `/panel list`: the panels of a guild, where they are published, and which of their messages are gone.

use tickit_domain::error::Error;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::panel_summary;
use crate::reply::Reply;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "panel list",
        declare: list_panels,
        run: |visit, _| Box::pin(run(visit)),
        complete: &[],
    }),
    needs: &[Permission::SendPanel],
    ..Action::new("list_panels")
};

#[poise::command(slash_command, guild_only)]
async fn list_panels(_: Context<'_>) -> Result<(), Error> {
    declares(()).await
}

async fn run(visit: &Visit) -> Answered {
    let speech = visit.speech();
    let panels = visit.desk.list_panels(visit.at, &visit.actor).await?;
    let count = speech.fill("list_panels-count", &[("count", panels.len().into())]);
    let lines: Vec<String> = panels.iter().map(|panel| panel_summary::of(panel, speech)).collect();
    Ok(Reply::whisper_embed(count, lines.join("\n")))
}
