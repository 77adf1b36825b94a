//! `/form show`: lists the questions of a type, and lets admins try its form as members get it, without that a ticket is
//! opened.

use tickit_domain::error::Error;
use tickit_domain::form::Question;
use tickit_domain::permission::Permission;
use tickit_domain::settings::{TicketType, TypeId};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::message::{Button, ButtonStyle, Colour, Embed, Message};
use crate::options::Options;
use crate::reply::Reply;
use crate::submission::Submission;
use crate::words::Speech;
use crate::{open, question, question_kind, type_choices};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "form show",
        declare: show_form,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[type_choices::COMPLETE],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    needs: &[Permission::ChangeSettings],
    ..Action::new("show_form")
};

#[poise::command(slash_command, guild_only)]
async fn show_form(_: Context<'_>, #[rename = "type"] of: String) -> Result<(), Error> {
    declares(of).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let of = visit.desk.type_called(visit.at, &visit.actor, &options.required::<String>("type")?).await?;
    Ok(message(String::new(), &of, visit.speech()))
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let (kind, page) = id.subjects::<(u16, usize)>()?;
    let kind = visit.desk.show_form(visit.at, &visit.actor, TypeId(kind), page).await?;
    Ok(Reply::Ask(question::page(of_page(kind.id, page), &kind.name, &kind.form, page, &[])))
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    let (kind, page) = id.subjects::<(u16, usize)>()?;
    let (kind, given) = (TypeId(kind), submission.given()?);
    let filled = visit.desk.try_form(visit.at, &visit.actor, kind, (page, &given)).await?;
    let tried = Reply::whisper(visit.speech().say("show_form-tried"));
    Ok(open::next(visit, &filled, tried, |next| of_page(kind, next.unwrap_or(page))))
}

/// What was done to a form, and the form as it is now.
pub(crate) fn saved(key: &str, of: &TicketType, speech: Speech<'_>) -> Reply {
    message(format!("{}\n\n", speech.say(key)), of, speech)
}

fn message(done: String, of: &TicketType, speech: Speech<'_>) -> Reply {
    let questions = of.form.questions();
    let lines: Vec<_> = questions.iter().zip(1..).map(|(question, place)| line(question, place, speech)).collect();
    let list = if lines.is_empty() { speech.say("show_form-empty") } else { lines.join("\n") };
    let title = speech.fill("show_form-title", &[("name", of.name.as_str().into())]);
    let message = Message::embed(Embed::titled(title, Colour::Calm).describing(done + &list)).ephemeral();
    let (label, custom_id) = (speech.say("show_form-button"), of_page(of.id, 0));
    let button = Button { label, custom_id, style: ButtonStyle::Secondary, emoji: None };
    Reply::Message(if lines.is_empty() { message } else { message.buttons(&[button]) })
}

fn line(question: &Question, place: usize, speech: Speech<'_>) -> String {
    let kind = speech.say(question_kind::key(question.kind));
    let optional = if question.asks() && !question.required { speech.say("show_form-optional") } else { String::new() };
    let between = if optional.is_empty() { "" } else { " · " };
    format!("{place}. **{}** · {kind}{between}{optional}", question.label)
}

fn of_page(kind: TypeId, page: usize) -> String {
    CustomId::new(ACTION.word, kind.0).about(page).to_string()
}
