//! What a ticket's page links to that is saved: its transcript, and the files that were sent in it.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::Refusal;

use super::on_ticket::OnTicket;
use crate::http::api::tickets::attachments::{saved, which};
use crate::http::api::tickets::transcript::{FormatIn, Reading};
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;

/// In which form a transcript is wanted.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct TranscriptIn {
    #[serde(default)]
    format: FormatIn,
}

/// Which file.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct FilePath {
    file: String,
}

/// The transcript of a ticket: of one that is open, what was said so far.
pub(in crate::http::pages) async fn transcript(
    on: OnTicket,
    query: Result<Query<TranscriptIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| on.problem(Problem::invalid_query("It is html, text or json."));
    let Query(TranscriptIn { format }) = query.map_err(strange)?;
    let reading = Reading { desk: on.desk.clone(), at: on.at, actor: on.actor.clone(), id: on.id };
    reading.write(format).await.map_err(|error| on.instead(error))
}

/// A file that is kept with a ticket.
pub(in crate::http::pages) async fn file(on: OnTicket, Path(path): Path<FilePath>) -> Result<Response, Instead> {
    let which = which(&path.file).ok_or_else(|| on.instead(Refusal::NoSuchFile))?;
    let reader = on.desk.show_attachment(on.at, &on.actor, on.id, which).await;
    reader.map(saved).map_err(|error| on.instead(error))
}
