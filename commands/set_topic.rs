//! `/ticket topic`, and a form with what it is: what the ticket is about, in its channel's topic.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::permission::Permission;
use tickit_domain::ticket::MOST_TOPIC_CHARACTERS;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Control, Modal, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket topic",
        declare: set_topic,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, form| Box::pin(async { set(visit, id.subject()?, form.text("text")).await })),
    needs: &[Permission::SetTopic],
    records: &[EventKind::TopicChanged],
    ..Action::new("set_topic")
};

/// The custom id of the button, and of the form.
fn custom_id(id: TicketId) -> CustomId {
    CustomId::new(ACTION.word, id)
}

#[poise::command(slash_command, guild_only)]
async fn set_topic(_: Context<'_>, #[max_length = 500] text: Option<String>) -> Result<(), Error> {
    declares(text).await
}

/// Without a text there is a form, with what it is now.
async fn run(visit: &Visit, options: &Options) -> Answered {
    let (text, id) = (options.optional::<String>("text")?, visit.ticket().await?);
    match text {
        Some(text) => set(visit, id, &text).await,
        None => press(visit, &custom_id(id)).await,
    }
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    let ticket = visit.desk.may_set_topic(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let longest = MOST_TOPIC_CHARACTERS;
    let control = Control::Text { value: Some(ticket.topic), required: false, longest };
    Ok(Reply::Ask(Modal::asking(
        id,
        speech.say("set_topic-title"),
        "text",
        speech.say("set_topic-option-text"),
        control,
    )))
}

async fn set(visit: &Visit, id: TicketId, text: &str) -> Answered {
    let ticket = visit.desk.set_topic(visit.at, &visit.actor, id, text).await?;
    let key = if ticket.topic.is_empty() { "set_topic-none" } else { "set_topic-done" };
    Ok(Reply::aloud(visit.speech().fill(key, &[("topic", ticket.topic.into())])))
}
