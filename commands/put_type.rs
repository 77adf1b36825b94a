//! `/panel type`: adds a ticket type, or changes the one of the same name.

use tickit_domain::error::{Error, Outcome};
use tickit_domain::form::Form;
use tickit_domain::settings::{RolesChange, TicketType, TypeChange};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::reply::Reply;
use crate::role_list::role_list;
use crate::words::Speech;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "panel type",
        declare: put_type,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    ..Action::new("put_type")
};

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

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn put_type(
    _: Context<'_>,
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
    declares((name, emoji, staff, remove_staff, limit, questions, mention, clear)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let kind = visit.desk.put_type(visit.at, &visit.actor, &wanted(options)?).await?;
    let speech = visit.speech();
    let done = speech.fill("put_type-done", &[("name", kind.name.as_str().into())]);
    Ok(Reply::whisper(format!("{done}\n{}", list(&kind, speech))))
}

fn wanted(options: &Options) -> Outcome<TypeChange> {
    let questions = options.optional::<String>("questions")?;
    let mut change = TypeChange {
        name: options.required("name")?,
        emoji: options.optional("emoji")?.into(),
        staff: RolesChange::of(options.optional("remove_staff")?, options.optional("staff")?),
        limit: options.optional("limit")?.into(),
        form: questions.as_deref().map(Form::parse).transpose()?.into(),
        mentions_staff: options.optional("mention")?.into(),
    };
    if let Some(clear) = options.choice::<Clearable>("clear")? {
        clear.apply(&mut change);
    }
    Ok(change)
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

fn list(kind: &TicketType, speech: Speech<'_>) -> String {
    let questions =
        kind.form.questions().iter().map(|question| question.label.as_str()).collect::<Vec<_>>().join(" | ");
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
