//! `/ticket note`, and a form to write in: a note on the ticket, which staff alone sees.

use tickit_domain::error::Error;
use tickit_domain::event::EventKind;
use tickit_domain::ids::TicketId;
use tickit_domain::note::MOST_NOTE_CHARACTERS;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::options::Options;
use crate::reply::{Control, Modal, Reply};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket note",
        declare: add_note,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[],
    }),
    press: Some(|visit, id| Box::pin(press(visit, id))),
    submit: Some(|visit, id, form| Box::pin(async { add(visit, id.subject()?, form.text("text")).await })),
    needs: &[Permission::NoteTicket],
    records: &[EventKind::NoteAdded],
    ..Action::new("add_note")
};

/// The custom id of the button, and of the form.
fn custom_id(id: TicketId) -> CustomId {
    CustomId::new(ACTION.word, id)
}

#[poise::command(slash_command, guild_only)]
async fn add_note(_: Context<'_>, #[max_length = 4000] text: Option<String>) -> Result<(), Error> {
    declares(text).await
}

/// Without a text there is a form.
async fn run(visit: &Visit, options: &Options) -> Answered {
    let (text, id) = (options.optional::<String>("text")?, visit.ticket().await?);
    match text {
        Some(text) => add(visit, id, &text).await,
        None => press(visit, &custom_id(id)).await,
    }
}

async fn press(visit: &Visit, id: &CustomId) -> Answered {
    visit.desk.may_add_note(visit.at, &visit.actor, id.subject()?).await?;
    let speech = visit.speech();
    let longest = MOST_NOTE_CHARACTERS;
    let control = Control::Text { value: None, required: true, longest };
    Ok(Reply::Ask(Modal::asking(id, speech.say("add_note-title"), "text", speech.say("add_note-option-text"), control)))
}

async fn add(visit: &Visit, id: TicketId, text: &str) -> Answered {
    let ticket = visit.desk.add_note(visit.at, &visit.actor, id, text).await?;
    Ok(Reply::whisper(visit.speech().fill("add_note-done", &[("count", ticket.notes.into())])))
}
