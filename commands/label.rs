//! `/ticket label`, with labels in use to choose from while one is typed, and a form that shows all of them: what staff
//! sorts the ticket by.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::label::{Label, LabelChange, MOST_LABEL_CHARACTERS, MOST_LABELS};
use tickit_domain::permission::Permission;
use tickit_domain::ticket::Ticket;

use crate::action::{Action, Answered, Complete, Completed, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Choice, Control, Modal, Reply};
use crate::submission::Submission;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket label",
        declare: label,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[
            Complete { option: "add", run: |visit, _, typed| Box::pin(in_use(visit, typed)) },
            Complete { option: "remove", run: |visit, _, typed| Box::pin(in_use(visit, typed)) },
        ],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, form| Box::pin(submit(visit, id, form))),
    needs: &[Permission::LabelTicket],
    records: &[EventKind::Labelled],
    ..Action::new("label")
};

#[poise::command(slash_command, guild_only)]
async fn label(
    _: Context<'_>,
    #[max_length = 200] add: Option<String>,
    #[max_length = 200] remove: Option<String>,
) -> Result<(), Error> {
    declares((add, remove)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let labels = |given: Option<String>| Label::parse_all(&given.unwrap_or_default());
    let (added, removed) = (labels(options.optional("add")?)?, labels(options.optional("remove")?)?);
    change(visit, visit.ticket().await?, &LabelChange::Some { added, removed }).await
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let ticket = visit.desk.may_label(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let longest = MOST_LABELS * (MOST_LABEL_CHARACTERS + 2);
    let control = Control::Text { value: Some(list(&ticket)), required: false, longest };
    Ok(Reply::Ask(Modal::asking(id, speech.say("label-title"), "labels", speech.say("label-all"), control)))
}

async fn submit(visit: &Visit, id: &CustomId, form: &Submission) -> Answered {
    change(visit, id.subject()?, &LabelChange::Exactly(Label::parse_all(form.text("labels"))?)).await
}

async fn change(visit: &Visit, id: TicketId, change: &LabelChange) -> Answered {
    let ticket = visit.desk.label(visit.at, &visit.actor, id, change).await?;
    let (key, labels) = (if ticket.labels.is_empty() { "label-none" } else { "label-done" }, list(&ticket));
    Ok(Reply::aloud(visit.speech().fill(key, &[("labels", labels.into())])))
}

async fn in_use(visit: &Visit, typed: &str) -> Completed {
    let labels = visit.desk.labels_in_use(visit.at, &visit.actor, typed).await?;
    Ok(labels.iter().map(|label| Choice { name: label.to_string(), value: label.to_string().into() }).collect())
}

/// A ticket's labels, separated as they are typed.
pub(crate) fn list(ticket: &Ticket) -> String {
    ticket.labels.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
