//! What staff notes on a ticket, for staff alone.

use axum::Json;
use serde::{Deserialize, Serialize};
use tickit_domain::note::{MOST_NOTES, Note};
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer, TicketPath};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::{Problem, ProblemOut};

/// A note to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NoteIn {
    /// What it says, 1 to 4,000 characters.
    text: String,
}

/// All notes on a ticket, newest first: 500 at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notes)]
pub(in crate::http) struct NotesOut {
    notes: Vec<NoteOut>,
}

/// A note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
struct NoteOut {
    at: String,
    /// `user:` and an id, `key:` and an id, `operator` or `tickit`.
    by: String,
    /// What they were called then.
    by_name: String,
    text: String,
}

/// Lists the notes on a ticket.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}/notes", operation_id = "list_notes", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 200, description = "The notes", body = NotesOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(on: OnTicket) -> Result<Json<NotesOut>, Problem> {
    let most = usize::try_from(MOST_NOTES).unwrap_or(usize::MAX);
    let notes = on.desk.list_notes(on.at, &on.actor, on.id, most).await.map_err(|error| on.problem(error))?;
    Ok(Json(NotesOut { notes: notes.into_iter().map(NoteOut::from).collect() }))
}

/// Writes a note on a ticket.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/notes", operation_id = "add_note", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = NoteIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(on: OnTicket, Body(NoteIn { text }): Body<NoteIn>) -> TicketAnswer {
    on.answer(on.desk.add_note(on.at, &on.actor, on.id, &text).await).await
}

impl From<Note> for NoteOut {
    fn from(note: Note) -> Self {
        let (by, by_name) = (note.by.key(), note.by.name().to_owned());
        Self { at: note.at.to_rfc3339(), by, by_name, text: note.text }
    }
}
