//! `/form edit`: changes a question in a form that holds what it says now; what is left empty there is taken back.

use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::form::{Question, QuestionId, QuestionKind};
use tickit_domain::permission::Permission;
use tickit_domain::settings::TypeId;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::question_details::{self, Bounds};
use crate::reply::{Choice, Reply};
use crate::show_form;
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "form edit",
        declare: edit_question,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete { option: "question", run: |visit, _, typed| Box::pin(complete(visit, typed)) }],
    }),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeChanged],
    ..Action::new("edit_question")
};

#[poise::command(slash_command, guild_only)]
async fn edit_question(
    _: Context<'_>,
    question: String,
    required: Option<bool>,
    min: Option<i64>,
    max: Option<i64>,
) -> Result<(), Error> {
    declares((question, required, min, max)).await
}

fn custom_id(of: TypeId, question: &Question, bounds: Bounds) -> String {
    let id = CustomId::new(ACTION.word, of.0).about(question.id);
    id.about(question.kind.name()).about(bounds).to_string()
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let called = options.required::<String>("question")?;
    let (of, question) = visit.desk.question_called(visit.at, &visit.actor, &called).await?;
    let (least, most) = (options.optional("min")?, options.optional("max")?);
    let bounds = Bounds::but(&question, options.optional("required")?, least, most);
    let id = custom_id(of.id, &question, bounds);
    Ok(Reply::Ask(question_details::modal(id, &question, visit.speech())))
}

/// The questions to choose from, as for moving and removing one.
pub(crate) async fn complete(visit: &Visit, typed: &str) -> Completed {
    let questions = visit.desk.questions_like(visit.at, &visit.actor, typed).await?;
    Ok(questions.into_iter().map(|(name, key)| Choice { name, value: key.into() }).collect())
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    let (of, question, kind, bounds) = id.subjects::<(u16, QuestionId, String, Bounds)>()?;
    let kind = QuestionKind::of_name(&kind).ok_or(Refusal::StaleControl)?;
    let now = question_details::read(kind, bounds, submission);
    let changed = visit.desk.edit_question(visit.at, &visit.actor, (TypeId(of), question), &now).await?;
    Ok(show_form::saved("edit_question-done", &changed, visit.speech()))
}
