//! The transcript of a ticket, as a page or as text.

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Deserialize;
use tickit_domain::desk::TranscriptReader;
use tickit_domain::ids::BotId;
use tickit_domain::store::StoreError;
use tickit_domain::transcript::TranscriptFormat;

use super::{OnTicket, TicketPath};
use crate::http::problem::{Problem, ProblemOut};

/// What a page may do that is opened from here: show what is in it.
const NOTHING_FROM_ELSEWHERE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// In which form a transcript is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct TranscriptIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// `html` or `text`; a page where this is left out.
    #[param(value_type = Option<String>)]
    format: Option<TranscriptFormat>,
}

/// Reads the transcript of a ticket: of one that is open, what was said so far.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}/transcript", operation_id = "read_transcript", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, TranscriptIn), responses(
        (status = 200, description = "The transcript", body = String, content_type = "text/html"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn read(
    on: OnTicket,
    query: Result<Query<TranscriptIn>, QueryRejection>,
) -> Result<Response, Problem> {
    let query = query.map_err(|_| Problem::invalid_query("It is html or text.").in_field("format"))?;
    let format = query.format.unwrap_or(TranscriptFormat::Html);
    let reader = on.desk.read_transcript(on.at, &on.actor, on.id, format).await;
    let reader = reader.map_err(|error| on.problem(error))?;
    let (content_type, ending) = match format {
        TranscriptFormat::Html => ("text/html; charset=utf-8", "html"),
        TranscriptFormat::Text => ("text/plain; charset=utf-8", "txt"),
    };
    let name = format!("inline; filename=\"ticket-{:04}.{ending}\"", on.id.get());
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (CONTENT_DISPOSITION, name),
        (CONTENT_SECURITY_POLICY, NOTHING_FROM_ELSEWHERE.to_owned()),
    ];
    Ok((headers, Body::from_stream(stream::try_unfold(reader, part))).into_response())
}

/// The next part, and how to go on.
async fn part(mut reader: TranscriptReader) -> Result<Option<(Bytes, TranscriptReader)>, StoreError> {
    let file = reader.next().await.inspect_err(|error| tracing::error!(%error, "a transcript breaks off"))?;
    Ok(file.map(|file| (Bytes::copy_from_slice(file.content.as_bytes()), reader)))
}
