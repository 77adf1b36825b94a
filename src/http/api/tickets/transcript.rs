//! The transcript of a ticket, as a page, as text, or as JSON.

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Deserialize;
use tickit_domain::actor::Actor;
use tickit_domain::desk::{Desk, TranscriptReader};
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::ids::{BotId, TicketId};
use tickit_domain::store::StoreError;
use tickit_domain::transcript::TranscriptFormat;

use super::transcript_json::JsonTranscript;
use super::{OnTicket, TicketPath};
use crate::http::problem::{Problem, ProblemOut};

/// What a page may do that is opened from here: show what is in it.
const NOTHING_FROM_ELSEWHERE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'none'; \
                                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// In which form a transcript is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct TranscriptIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// `html`, `text` or `json`; a page where this is left out.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    format: FormatIn,
}

/// A form of a transcript.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum FormatIn {
    #[default]
    Html,
    Text,
    Json,
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
    let query = query.map_err(|_| Problem::invalid_query("It is html, text or json.").in_field("format"))?;
    let reading = Reading { desk: on.desk.clone(), at: on.at, actor: on.actor.clone(), id: on.id };
    reading.write(query.format).await.map_err(|error| on.problem(error))
}

/// Whose transcript is read, and by whom.
#[derive(Debug, Clone)]
pub(in crate::http) struct Reading {
    /// What decides whether they may.
    pub(in crate::http) desk: Desk,
    /// The bot and the guild.
    pub(in crate::http) at: Place,
    /// Who reads.
    pub(in crate::http) actor: Actor,
    /// Which ticket's.
    pub(in crate::http) id: TicketId,
}

impl Reading {
    /// The transcript in this form, read part by part.
    pub(in crate::http) async fn write(self, format: FormatIn) -> Outcome<Response> {
        match format {
            FormatIn::Html => self.file(TranscriptFormat::Html, ("text/html; charset=utf-8", "html")).await,
            FormatIn::Text => self.file(TranscriptFormat::Text, ("text/plain; charset=utf-8", "txt")).await,
            FormatIn::Json => {
                let (headers, reader) =
                    (self.headers(("application/json", "json")), JsonTranscript::begin(self).await?);
                Ok((headers, Body::from_stream(stream::try_unfold(reader, JsonTranscript::part))).into_response())
            }
        }
    }

    /// One of the files that people read.
    async fn file(&self, format: TranscriptFormat, kind: (&str, &str)) -> Outcome<Response> {
        let reader = self.desk.read_transcript(self.at, &self.actor, self.id, format).await?;
        Ok((self.headers(kind), Body::from_stream(stream::try_unfold(reader, part))).into_response())
    }

    fn headers(&self, (content_type, ending): (&str, &str)) -> [(HeaderName, String); 3] {
        let name = format!("inline; filename=\"ticket-{:04}.{ending}\"", self.id.get());
        [
            (CONTENT_TYPE, content_type.to_owned()),
            (CONTENT_DISPOSITION, name),
            (CONTENT_SECURITY_POLICY, NOTHING_FROM_ELSEWHERE.to_owned()),
        ]
    }
}

/// A transcript as a page that is sent while it is read.
pub(in crate::http) fn as_page(reader: TranscriptReader) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, NOTHING_FROM_ELSEWHERE.to_owned()),
    ];
    (headers, Body::from_stream(stream::try_unfold(reader, part))).into_response()
}

/// The next part, and how to go on.
async fn part(mut reader: TranscriptReader) -> Result<Option<(Bytes, TranscriptReader)>, StoreError> {
    let file = reader.next().await.inspect_err(|error| tracing::error!(%error, "a transcript breaks off"))?;
    Ok(file.map(|file| (Bytes::copy_from_slice(file.content.as_bytes()), reader)))
}
