//! `/form remove`: removes a question from its form.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Complete, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::options::Options;
use crate::{edit_question, show_form};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "form remove",
        declare: remove_question,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[Complete {
            option: "question",
            run: |visit, _, typed| Box::pin(edit_question::complete(visit, typed)),
        }],
    }),
    needs: &[Permission::ChangeSettings],
    records: &[EventKind::TypeChanged],
    ..Action::new("remove_question")
};

#[poise::command(slash_command, guild_only)]
async fn remove_question(_: Context<'_>, question: String) -> Result<(), Error> {
    declares(question).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let called = options.required::<String>("question")?;
    let (of, question) = visit.desk.question_called(visit.at, &visit.actor, &called).await?;
    let changed = visit.desk.remove_question(visit.at, &visit.actor, (of.id, question.id)).await?;
    Ok(show_form::saved("remove_question-done", &changed, visit.speech()))
}
