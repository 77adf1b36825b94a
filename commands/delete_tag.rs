//! `/tags delete`: deletes a tag, and says what it was.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reply::Reply;
use crate::tag_choices;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tags delete",
        declare: delete_tag,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[tag_choices::COMPLETE],
    }),
    needs: &[Permission::ChangeTags],
    records: &[EventKind::TagRemoved],
    ..Action::new("delete_tag")
};

#[poise::command(slash_command, guild_only)]
async fn delete_tag(_: Context<'_>, #[max_length = 32] name: String) -> Result<(), Error> {
    declares(name).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let name = options.required::<String>("name")?;
    let tag = visit.desk.delete_tag(visit.at, &visit.actor, &name).await?;
    let done = visit.speech().fill("delete_tag-done", &[("name", tag.name.into())]);
    Ok(Reply::whisper(format!("{done}\n{}", tag.text)))
}
