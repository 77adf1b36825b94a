//! What was said in a ticket, message by message, and what staff has the bot say there.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Posting;
use tickit_domain::ids::{BotId, MessageId, UserId};
use tickit_domain::transcript::{Attachment, Edit, TicketMessage};
use utoipa::ToSchema;

use super::{OnTicket, TicketPath};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::{Problem, ProblemOut};

/// Which messages are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct MessagesIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// The id of the last message of the page before.
    #[param(value_type = Option<String>)]
    after: Option<MessageId>,
}

/// Messages, oldest first: a hundred at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Messages)]
pub(in crate::http) struct MessagesOut {
    messages: Vec<MessageOut>,
    /// After which message the next page begins; none at the end.
    #[schema(value_type = Option<String>)]
    next: Option<MessageId>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(super) struct MessageOut {
    #[schema(value_type = String)]
    id: MessageId,
    #[schema(value_type = Option<String>)]
    author: Option<UserId>,
    /// What they were called in the guild then.
    author_name: String,
    by_bot: bool,
    sent_at: String,
    edited_at: Option<String>,
    deleted_at: Option<String>,
    /// What it says now, or said last.
    content: String,
    /// Whether Discord kept from the bot what it says.
    withheld: bool,
    /// What it said before, oldest first.
    earlier: Vec<EditOut>,
    attachments: Vec<AttachmentOut>,
}

/// What a message said before it was edited.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessageEdit)]
struct EditOut {
    content: String,
    until: String,
}

/// A file with a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessageAttachment)]
struct AttachmentOut {
    name: String,
    bytes: u64,
}

/// A message to be posted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewMessageIn {
    /// What it says, 1 to 2,000 characters. Whose mention is in it is pinged where they are in the ticket; nobody else is.
    text: String,
}

/// What became of a message that was to be posted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostedMessage)]
pub(in crate::http) struct PostedOut {
    /// Whether it stands in the ticket; if not, it will as soon as Discord takes it, or the event `ticket.message_refused` says
    /// that it never will.
    posted: bool,
    /// The messages that it stands in: one, or two where it is long.
    #[schema(value_type = Vec<String>)]
    messages: Vec<MessageId>,
}

/// Lists what was said in a ticket.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}/messages", operation_id = "list_messages", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, MessagesIn), responses(
        (status = 200, description = "A page of messages", body = MessagesOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    on: OnTicket,
    query: Result<Query<MessagesIn>, QueryRejection>,
) -> Result<Json<MessagesOut>, Problem> {
    let query = query.map_err(|_| Problem::invalid_query("This is no message's id.").in_field("after"))?;
    let page = on.desk.read_messages(on.at, &on.actor, on.id, query.after).await;
    let page = page.map_err(|error| on.problem(error))?;
    let next = page.messages.last().map(|last| last.id).filter(|_| page.more);
    Ok(Json(MessagesOut { messages: page.messages.into_iter().map(MessageOut::from).collect(), next }))
}

/// Has the bot post in an open ticket, with the caller's name above what it says.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/messages", operation_id = "post_message", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = NewMessageIn,
    responses(
        (status = 201, description = "It stands in the ticket", body = PostedOut),
        (status = 202, description = "Discord is away: it is posted as soon as that is over", body = PostedOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn post(
    on: OnTicket,
    Body(NewMessageIn { text }): Body<NewMessageIn>,
) -> Result<(StatusCode, Json<PostedOut>), Problem> {
    let posting = on.desk.post_message(on.at, &on.actor, on.id, &text).await.map_err(|error| on.problem(error))?;
    Ok(match posting {
        Posting::Posted(messages) => (StatusCode::CREATED, Json(PostedOut { posted: true, messages })),
        Posting::Later => (StatusCode::ACCEPTED, Json(PostedOut { posted: false, messages: Vec::new() })),
    })
}

impl From<TicketMessage> for MessageOut {
    fn from(message: TicketMessage) -> Self {
        Self {
            id: message.id,
            author: message.author,
            author_name: message.author_name,
            by_bot: message.by_bot,
            sent_at: message.sent_at.to_rfc3339(),
            edited_at: message.edited_at.map(Timestamp::to_rfc3339),
            deleted_at: message.deleted_at.map(Timestamp::to_rfc3339),
            content: message.content,
            withheld: message.withheld,
            earlier: message.earlier.into_iter().map(EditOut::from).collect(),
            attachments: message.attachments.into_iter().map(AttachmentOut::from).collect(),
        }
    }
}

impl From<Edit> for EditOut {
    fn from(edit: Edit) -> Self {
        Self { content: edit.content, until: edit.until.to_rfc3339() }
    }
}

impl From<Attachment> for AttachmentOut {
    fn from(Attachment { name, bytes, .. }: Attachment) -> Self {
        Self { name, bytes }
    }
}
