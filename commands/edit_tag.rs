//! `/tags edit`: a form with what a tag says, to be changed.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::tag::{MOST_TAG_CHARACTERS, TagId};

use crate::action::{Action, Answered, Slash};
use crate::add_tag;
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Modal, Reply};
use crate::tag_choices;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tags edit",
        declare: edit_tag,
        run: |visit, options| Box::pin(ask(visit, options)),
        complete: &[tag_choices::COMPLETE],
    }),
    submit: Some(|visit, id, form| Box::pin(async { edit(visit, TagId(id.subject()?), form.text("text")).await })),
    needs: &[Permission::ChangeTags],
    records: &[EventKind::TagChanged],
    ..Action::new("edit_tag")
};

#[poise::command(slash_command, guild_only)]
async fn edit_tag(_: Context<'_>, #[max_length = 32] name: String) -> Result<(), Error> {
    declares(name).await
}

async fn ask(visit: &Visit, options: &Options) -> Answered {
    let name = options.required::<String>("name")?;
    let tag = visit.desk.tag_to_edit(visit.at, &visit.actor, &name).await?;
    let label = visit.speech().say("tags-form-text");
    let inputs = vec![add_tag::input("text", label, Some(tag.text), MOST_TAG_CHARACTERS)];
    Ok(Reply::Ask(Modal { custom_id: custom_id(tag.id).to_string(), title: tag.name, inputs }))
}

async fn edit(visit: &Visit, id: TagId, text: &str) -> Answered {
    let tag = visit.desk.edit_tag(visit.at, &visit.actor, id, text).await?;
    Ok(Reply::whisper(visit.speech().fill("edit_tag-done", &[("name", tag.name.into())])))
}

/// The custom id of the form.
fn custom_id(id: TagId) -> CustomId {
    CustomId::new(ACTION.word, id.0)
}
