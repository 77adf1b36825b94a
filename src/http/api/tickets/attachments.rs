//! The files that are kept with a ticket.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tickit_domain::desk::AttachmentReader;
use tickit_domain::error::Refusal;
use tickit_domain::ids::MessageId;
use tickit_domain::store::StoreError;
use tickit_domain::transcript::KeptAttachment;
use utoipa::ToSchema;

use super::{OnTicket, TicketPath};
use crate::http::guild_access::BotQuery;
use crate::http::limits::NOTHING;
use crate::http::problem::{Problem, ProblemOut};

/// The files that are kept with a ticket, in the order in which they were sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attachments)]
pub(in crate::http) struct AttachmentsOut {
    attachments: Vec<KeptOut>,
}

/// A file that is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attachment)]
struct KeptOut {
    /// By which it is read.
    id: String,
    /// The message that it was sent with.
    #[schema(value_type = String)]
    message: MessageId,
    name: String,
    bytes: u64,
}

/// Which file.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct AttachmentPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The ticket's number.
    #[expect(dead_code, reason = "it is read by `OnTicket`, and stands here for the document")]
    #[param(value_type = u32)]
    ticket: String,
    /// The file's id.
    attachment: String,
}

/// Lists the files that are kept with a ticket. What was sent in it is kept when it is closed.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}/attachments", operation_id = "list_attachments", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), responses(
        (status = 200, description = "The files", body = AttachmentsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(on: OnTicket) -> Result<Json<AttachmentsOut>, Problem> {
    let kept = on.desk.list_attachments(on.at, &on.actor, on.id).await.map_err(|error| on.problem(error))?;
    Ok(Json(AttachmentsOut { attachments: kept.into_iter().map(KeptOut::from).collect() }))
}

/// Reads a file that is kept with a ticket, as it was sent: to be saved, never to be shown.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}/attachments/{attachment}", operation_id = "read_attachment", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(AttachmentPath, BotQuery), responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn read(on: OnTicket, Path(path): Path<AttachmentPath>) -> Result<Response, Problem> {
    let which = which(&path.attachment).ok_or_else(|| on.problem(Refusal::NoSuchFile.into()))?;
    let reader = on.desk.read_attachment(on.at, &on.actor, on.id, which).await;
    reader.map(saved).map_err(|error| on.problem(error))
}

/// A file as it was sent: to be saved, never to be shown.
pub(in crate::http) fn saved(reader: AttachmentReader) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, disposition(&reader.file.name)),
        (CONTENT_LENGTH, reader.file.bytes.to_string()),
        (CONTENT_SECURITY_POLICY, format!("{NOTHING}; sandbox")),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, Body::from_stream(stream::try_unfold(reader, part))).into_response()
}

/// Which of which message's files; `None` where it is no file's id.
pub(in crate::http) fn which(id: &str) -> Option<(MessageId, usize)> {
    let (message, index) = id.split_once('-')?;
    Some((message.parse().ok()?, index.parse().ok()?))
}

/// The next part, and how to go on.
async fn part(mut reader: AttachmentReader) -> Result<Option<(Bytes, AttachmentReader)>, StoreError> {
    let part = reader.next().await.inspect_err(|error| tracing::error!(%error, "a file breaks off"))?;
    Ok(part.map(|part| (Bytes::from(part), reader)))
}

/// That a file is saved under its name, whatever signs are in that (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let simple: String =
        name.chars().map(|sign| if sign.is_ascii() && plain(sign as u8) { sign } else { '_' }).collect();
    let encoded =
        name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{}", encoded.collect::<String>())
}

impl From<KeptAttachment> for KeptOut {
    fn from(KeptAttachment { message, index, name, bytes, .. }: KeptAttachment) -> Self {
        Self { id: format!("{message}-{index}"), message, name, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_file_is_saved_under_its_name_and_says_nothing_else() {
        assert_eq!(disposition("a b\".pdf"), "attachment; filename=\"a_b_.pdf\"; filename*=UTF-8''a%20b%22.pdf");
        assert_eq!(disposition("ü\r\nX: y"), "attachment; filename=\"___X__y\"; filename*=UTF-8''%C3%BC%0D%0AX%3A%20y");
    }
}
