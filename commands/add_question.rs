//! `/form add`: adds a question to the form of a type, after a form in which its texts are written.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::form::{Question, QuestionKind};
use tickit_domain::permission::Permission;
use tickit_domain::settings::TypeId;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::question_details::{self, Bounds};
use crate::question_kind::Kind;
use crate::reply::Reply;
use crate::show_form;
use crate::submission::Submission;
use crate::type_choices;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "form add",
        declare: add_question,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[type_choices::COMPLETE],
    }),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeChanged],
    ..Action::new("add_question")
};

#[poise::command(slash_command, guild_only)]
#[expect(clippy::too_many_arguments, reason = "each is an option that members see")]
async fn add_question(
    _: Context<'_>,
    #[rename = "type"] of: String,
    kind: Kind,
    #[max_length = 45] label: String,
    required: Option<bool>,
    min: Option<i64>,
    max: Option<i64>,
) -> Result<(), Error> {
    declares((of, kind, label, required, min, max)).await
}

fn custom_id(of: TypeId, kind: QuestionKind, bounds: Bounds) -> String {
    CustomId::new(ACTION.word, of.0).about(kind.name()).about(bounds).to_string()
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let of = visit.desk.type_called(visit.at, &visit.actor, &options.required::<String>("type")?).await?;
    let kind = QuestionKind::from(options.choice::<Kind>("kind")?.ok_or(Refusal::StaleControl)?);
    let question = Question::new(kind, options.required::<String>("label")?);
    let (least, most) = (options.optional("min")?, options.optional("max")?);
    let bounds = Bounds::but(&question, options.optional("required")?, least, most);
    let id = custom_id(of.id, kind, bounds);
    Ok(Reply::Ask(question_details::modal(id, &question, visit.speech())))
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    let (of, kind, bounds) = id.subjects::<(u16, String, Bounds)>()?;
    let kind = QuestionKind::of_name(&kind).ok_or(Refusal::StaleControl)?;
    let question = question_details::read(kind, bounds, submission);
    let changed = visit.desk.add_question(visit.at, &visit.actor, TypeId(of), &question).await?;
    Ok(show_form::saved("add_question-done", &changed, visit.speech()))
}
