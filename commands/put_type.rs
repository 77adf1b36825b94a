//! `/panel type`: adds a ticket type, or changes the one of the same name.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::form::Form;
use tickit_domain::ids::RoleId;
use tickit_domain::settings::{RolesChange, TicketType, TypeChange};

use crate::Action;
use crate::context::{Context, Visit};
use crate::reply::Reply;
use crate::role_list::role_list;
use crate::words::Speech;

pub(crate) const ACTION: Action =
    Action { word: "put_type", parent: Some("panel"), slash: Some(put_type), press: None, submit: None };

/// What can be taken back, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
enum Clearable {
    #[name = "put_type-clear-emoji"]
    Emoji,
    #[name = "put_type-clear-staff"]
    Staff,
    #[name = "put_type-clear-limit"]
    Limit,
    #[name = "put_type-clear-questions"]
    Questions,
}

#[poise::command(slash_command, guild_only, rename = "type")]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn put_type(
    ctx: Context<'_>,
    #[max_length = 80] name: String,
    #[max_length = 64] emoji: Option<String>,
    staff: Option<serenity::all::Role>,
    remove_staff: Option<serenity::all::Role>,
    #[min = 1]
    #[max = 10]
    limit: Option<u32>,
    #[max_length = 300] questions: Option<String>,
    mention: Option<bool>,
    clear: Option<Clearable>,
) -> Result<(), Error> {
    let change = TypeChange {
        name,
        emoji: emoji.into(),
        staff: RolesChange::of(role(remove_staff), role(staff)),
        limit: limit.into(),
        mentions_staff: mention.into(),
        ..TypeChange::default()
    };
    let visit = ctx.data();
    visit.answer(put(visit, change, questions, clear).await);
    Ok(())
}

fn role(role: Option<serenity::all::Role>) -> Option<RoleId> {
    role.map(|role| RoleId::new(role.id.get()))
}

impl Clearable {
    fn apply(self, change: &mut TypeChange) {
        match self {
            Self::Emoji => change.emoji.clear(),
            Self::Staff => change.staff.cleared = true,
            Self::Limit => change.limit.clear(),
            Self::Questions => change.form.clear(),
        }
    }
}

async fn put(
    visit: &Visit,
    mut change: TypeChange,
    questions: Option<String>,
    clear: Option<Clearable>,
) -> Outcome<Reply> {
    change.form = questions.as_deref().map(Form::parse).transpose()?.into();
    if let Some(clear) = clear {
        clear.apply(&mut change);
    }
    let kind = visit.desk.put_type(visit.at, &visit.actor, &change).await?;
    let speech = visit.speech();
    let done = speech.fill("put_type-done", &[("name", kind.name.as_str().into())]);
    Ok(Reply::whisper(format!("{done}\n{}", list(&kind, speech))))
}

fn list(kind: &TicketType, speech: Speech<'_>) -> String {
    let questions = kind.form.0.iter().map(|question| question.text.as_str()).collect::<Vec<_>>().join(" | ");
    let or_none = |text: String| if text.is_empty() { speech.say("set_up-none") } else { text };
    let mention = if kind.mentions_staff { "put_type-mention" } else { "put_type-no-mention" };
    let fill = [
        ("emoji", or_none(kind.emoji.clone().unwrap_or_default()).into()),
        ("staff", role_list(&kind.staff, speech).into()),
        ("limit", kind.limit.into()),
        ("questions", or_none(questions).into()),
        ("mention", speech.say(mention).into()),
    ];
    speech.fill("put_type-list", &fill)
}
