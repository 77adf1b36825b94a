//! `/ticket notes`: the notes on the ticket, which staff alone sees.

use tickit_domain::error::Error;
use tickit_domain::ids::TicketId;
use tickit_domain::note::Note;
use tickit_domain::permission::Permission;

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::limits::{self, cut};
use crate::mention::{Mention, moment};
use crate::message::{Colour, Embed, Message};
use crate::reply::Reply;
use crate::ticket_list::ticket_or_here;

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket notes",
        declare: list_notes,
        run: |visit, options| {
            Box::pin(async { list(visit, ticket_or_here(visit, options.optional("ticket")?).await?).await })
        },
        complete: &[crate::show_ticket::TICKET],
    }),
    press: Some(|visit, id| Box::pin(async { list(visit, id.subject()?).await })),
    needs: &[Permission::NoteTicket],
    ..Action::new("list_notes")
};

/// So many notes are shown, the newest.
const SHOWN: usize = 10;

/// So much of each.
const SHOWN_CHARACTERS: usize = 350;

#[poise::command(slash_command, guild_only)]
async fn list_notes(_: Context<'_>, #[min = 1] ticket: Option<u32>) -> Result<(), Error> {
    declares(ticket).await
}

async fn list(visit: &Visit, id: TicketId) -> Answered {
    let notes = visit.desk.list_notes(visit.at, &visit.actor, id, SHOWN).await?;
    let speech = visit.speech();
    let title = speech.fill("list_notes-title", &[("ticket", id.get().into())]);
    let text = notes.iter().map(line).collect::<Vec<_>>().join("\n\n");
    let text = if text.is_empty() { speech.say("list_notes-none") } else { text };
    let embed = Embed::titled(title, Colour::Calm).describing(cut(&text, limits::EMBED_DESCRIPTION));
    Ok(Reply::Message(Message::embed(embed).ephemeral()))
}

fn line(note: &Note) -> String {
    let text = cut(&note.text, SHOWN_CHARACTERS);
    format!("**{}** · {}\n{text}", note.by.mention(), moment(note.at))
}
