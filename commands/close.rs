//! `/ticket close`, the Close button, and the form that asks for a reason where none was given.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::{MOST_REASON_CHARACTERS, Ticket};

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::Mention;
use crate::options::Options;
use crate::reply::{Choice, Control, Input, Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket close",
        declare: close,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[REASONS],
    }),
    press: Some(|visit, id| Box::pin(ask(visit, id))),
    submit: Some(|visit, id, submission| Box::pin(submit(visit, id, submission))),
    works_outside: true,
    needs: &[Permission::CloseTicket],
    records: &[EventKind::Closing, EventKind::Closed],
    ..Action::new("close")
};

/// Reasons for which tickets were closed before, while one is typed.
pub(crate) const REASONS: Complete =
    Complete { option: "reason", run: |visit, _, typed| Box::pin(complete(visit, typed)) };

/// The custom id of the button that closes a ticket, and of the form that asks for a reason.
fn custom_id(id: TicketId) -> CustomId {
    CustomId::new(ACTION.word, id)
}

#[poise::command(slash_command, guild_only)]
async fn close(_: Context<'_>, #[max_length = 1000] reason: Option<String>) -> Result<(), Error> {
    declares(reason).await
}

/// With a reason there is nothing left to ask.
async fn run(visit: &Visit, options: &Options) -> Answered {
    let (reason, id) = (options.optional::<String>("reason")?, visit.ticket().await?);
    match reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => close_ticket(visit, id, reason).await,
        None => ask(visit, &custom_id(id)).await,
    }
}

async fn ask(visit: &Visit, id: &CustomId) -> Answered {
    let ticket: TicketId = id.subject()?;
    let required = visit.desk.may_close(visit.at, &visit.actor, ticket).await?.reason_required;
    let speech = visit.speech();
    let longest = MOST_REASON_CHARACTERS;
    let control = Control::Text { value: None, required, longest };
    let label = speech.say(if required { "close-reason-required" } else { "close-reason" });
    let input = Input { custom_id: "reason".into(), label, control };
    Ok(Reply::Ask(Modal {
        custom_id: id.to_string(),
        title: speech.fill("close-confirm", &[("ticket", ticket.get().into())]),
        inputs: vec![input],
    }))
}

async fn submit(visit: &Visit, id: &CustomId, submission: &Submission) -> Answered {
    close_ticket(visit, id.subject()?, submission.text("reason")).await
}

async fn close_ticket(visit: &Visit, id: TicketId, reason: &str) -> Answered {
    Ok(begun(visit, visit.desk.close(visit.at, &visit.actor, id, reason).await?))
}

/// Who has it closed, and why.
pub(crate) fn begun(visit: &Visit, ticket: Ticket) -> Reply {
    let reason = ticket.closing.map(|closing| closing.reason).unwrap_or_default();
    let key = if reason.is_empty() { "close-begun" } else { "close-begun-because" };
    let fill = [("user", visit.actor.who.mention().into()), ("reason", reason.into())];
    Reply::aloud(visit.speech().fill(key, &fill))
}

async fn complete(visit: &Visit, typed: &str) -> Completed {
    let reasons = visit.desk.close_reasons(visit.at, &visit.actor, typed).await?;
    Ok(reasons.into_iter().map(|reason| Choice { name: reason.clone(), value: reason.into() }).collect())
}
