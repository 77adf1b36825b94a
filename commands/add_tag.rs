//! `/tags add`: a form for a new tag's name and text.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::tag::{MOST_TAG_CHARACTERS, MOST_TAG_NAME_CHARACTERS};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Control, Input, Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "tags add",
        declare: add_tag,
        run: |visit, options| Box::pin(ask(visit, options)),
        complete: &[],
    }),
    submit: Some(|visit, _, form| Box::pin(add(visit, form))),
    needs: &[Permission::ChangeTags],
    records: &[EventKind::TagAdded],
    ..Action::new("add_tag")
};

#[poise::command(slash_command, guild_only)]
async fn add_tag(_: Context<'_>, #[max_length = 32] name: Option<String>) -> Result<(), Error> {
    declares(name).await
}

async fn ask(visit: &Visit, options: &Options) -> Answered {
    let (name, speech) = (options.optional::<String>("name")?, visit.speech());
    visit.desk.may_add_tag(visit.at, &visit.actor).await?;
    let inputs = vec![
        input("name", speech.say("tags-form-name"), name, MOST_TAG_NAME_CHARACTERS),
        input("text", speech.say("tags-form-text"), None, MOST_TAG_CHARACTERS),
    ];
    Ok(Reply::Ask(Modal { custom_id: custom_id().to_string(), title: speech.say("add_tag-title"), inputs }))
}

async fn add(visit: &Visit, form: &Submission) -> Answered {
    let tag = visit.desk.add_tag(visit.at, &visit.actor, form.text("name"), form.text("text")).await?;
    Ok(Reply::whisper(visit.speech().fill("add_tag-done", &[("name", tag.name.into())])))
}

/// The custom id of the form.
fn custom_id() -> CustomId {
    CustomId::of(ACTION.word)
}

/// A text that has to be filled in.
pub(crate) fn input(custom_id: &str, label: String, value: Option<String>, longest: usize) -> Input {
    Input { custom_id: custom_id.into(), label, control: Control::Text { value, required: true, longest } }
}
