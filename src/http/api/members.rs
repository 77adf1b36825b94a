//! `/api/guilds/{guild}/members/{user}`: what is kept of a member, for whoever has to hand it over or erase it.

use axum::Json;
use axum::body::{Body as Streamed, Bytes};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tickit_domain::blacklist::BlacklistEntry;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::{KeptOfMember, MemberExport};
use tickit_domain::erasure::Erasure;
use tickit_domain::erasure_request::ErasureRequest;
use tickit_domain::form::Answer;
use tickit_domain::ids::{TicketId, UserId};
use tickit_domain::note::Note;
use tickit_domain::store::StoreError;
use tickit_domain::ticket::{Rating, Ticket};
use tickit_domain::transcript::TicketMessage;
use tickit_domain::view::View;
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, InGuild};
use super::super::problem::{Problem, ProblemOut};

/// Which member.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct MemberPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The user's id; they may have left.
    user: String,
}

/// That it is meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ErasureIn {
    /// The user's id once more: what is erased cannot be brought back.
    confirm: String,
}

/// How far the erasure of what a member said is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Erasure)]
pub(in crate::http) struct ErasureOut {
    #[schema(value_type = String)]
    user: UserId,
    /// It is about the tickets that were opened before this.
    asked_at: String,
    /// When all was erased; none: it is under way, or tickets wait.
    done_at: Option<String>,
    /// In how many tickets something of theirs was found.
    tickets: u32,
    /// In how many of these it is erased once they are closed.
    waiting: u32,
}

/// A line: something that is kept of a member.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptOfMember)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(in crate::http) enum KeptOut {
    /// A ticket that they opened or closed, or that was made from a message of theirs.
    Ticket {
        number: u32,
        type_name: String,
        #[schema(value_type = String)]
        opener: UserId,
        opener_name: String,
        status: &'static str,
        opened_at: String,
        answers: Vec<AnswerOut>,
        /// The message that it was made from.
        quoted: Option<String>,
        close_reason: Option<String>,
        ratings: Vec<RatingOut>,
    },
    /// What they wrote in a ticket.
    Message {
        ticket: u32,
        id: String,
        author_name: String,
        sent_at: String,
        deleted_at: Option<String>,
        content: String,
        /// What it said before, oldest first.
        earlier: Vec<String>,
        /// What its files are called.
        files: Vec<String>,
    },
    /// A note that they wrote on a ticket.
    Note { ticket: u32, at: String, text: String },
    /// That they are on the blacklist, or were.
    Blacklist { at: String, reason: String, until: Option<String>, removed: bool },
    /// A view of the list of tickets that they saved: what it is called, and the query of its address.
    View { name: String, query: String },
    /// That they asked to have it erased, and what became of that.
    ErasureRequest { at: String, status: &'static str, answered_at: Option<String>, reason: String },
}

/// What they answered when they opened a ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptAnswer)]
pub(in crate::http) struct AnswerOut {
    question: String,
    answer: String,
}

/// What they said of how it went.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptRating)]
pub(in crate::http) struct RatingOut {
    stars: u8,
    comment: String,
    at: String,
}

/// Exports what is kept of a member, a JSON object a line: their tickets, what they wrote in any, their entry on the
/// blacklist, the views that they saved, and whether they asked to have it erased.
#[utoipa::path(get, path = "/api/guilds/{guild}/members/{user}/data", operation_id = "export_member", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(MemberPath, BotQuery), responses(
        (status = 200, description = "A line for each thing", body = KeptOut, content_type = "application/x-ndjson"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn export(asked: InGuild, Path(path): Path<MemberPath>) -> Result<Response, Problem> {
    let user = path.user()?;
    let export = asked.desk.export_member(asked.at, &asked.actor, user).await;
    Ok(exported(export.map_err(|error| asked.problem(error))?, user))
}

/// What is kept of a member, as a file that is sent while it is read.
pub(in crate::http) fn exported(export: MemberExport, user: UserId) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"member-{user}.ndjson\"")),
    ];
    (headers, Streamed::from_stream(stream::try_unfold(export, line))).into_response()
}

/// Begins to erase what a member said in the tickets that there are now: answers, messages, files, notes, close reasons and
/// comments are replaced, transcripts are written anew. In tickets that are open it is done within a day of their closing. Where
/// the member asked for it, that is granted.
#[utoipa::path(post, path = "/api/guilds/{guild}/members/{user}/erasure", operation_id = "erase_member", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(MemberPath, BotQuery), request_body = ErasureIn,
    responses(
        (status = 202, description = "It has begun", body = ErasureOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn erase(
    asked: InGuild,
    Path(path): Path<MemberPath>,
    Body(ErasureIn { confirm }): Body<ErasureIn>,
) -> Result<(StatusCode, Json<ErasureOut>), Problem> {
    let user = path.user()?;
    if confirm.parse() != Ok(user) {
        return Err(Problem::invalid_body("Confirm with the user's id once more.").in_field("confirm"));
    }
    let erasure = asked.desk.erase_member(asked.at, &asked.actor, user).await;
    Ok((StatusCode::ACCEPTED, Json(erasure.map_err(|error| asked.problem(error))?.into())))
}

/// Shows how far the erasure of what a member said is.
#[utoipa::path(get, path = "/api/guilds/{guild}/members/{user}/erasure", operation_id = "show_erasure", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(MemberPath, BotQuery), responses(
        (status = 200, description = "How far it is", body = ErasureOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(asked: InGuild, Path(path): Path<MemberPath>) -> Result<Json<ErasureOut>, Problem> {
    let erasure = asked.desk.show_erasure(asked.at, &asked.actor, path.user()?).await;
    Ok(Json(erasure.map_err(|error| asked.problem(error))?.into()))
}

/// The next line, and how to go on.
async fn line(mut export: MemberExport) -> Result<Option<(Bytes, MemberExport)>, StoreError> {
    let kept = export.next().await.inspect_err(|error| tracing::error!(%error, "an export breaks off"))?;
    let Some(kept) = kept else { return Ok(None) };
    let mut line = serde_json::to_vec(&KeptOut::from(kept)).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    line.push(b'\n');
    Ok(Some((line.into(), export)))
}

impl MemberPath {
    pub(super) fn user(&self) -> Result<UserId, Problem> {
        self.user.parse().map_err(|_| Problem::invalid_query("This is no user's id.").in_field("user"))
    }
}

impl From<Erasure> for ErasureOut {
    fn from(erasure: Erasure) -> Self {
        let Erasure { user, asked_at, done_at, tickets, waiting, .. } = erasure;
        Self { user, asked_at: asked_at.to_rfc3339(), done_at: done_at.map(Timestamp::to_rfc3339), tickets, waiting }
    }
}

impl From<Answer> for AnswerOut {
    fn from(given: Answer) -> Self {
        Self { answer: given.answer.to_string(), question: given.question }
    }
}

impl From<Rating> for RatingOut {
    fn from(given: Rating) -> Self {
        Self { stars: given.stars.get(), comment: given.comment, at: given.at.to_rfc3339() }
    }
}

impl From<KeptOfMember> for KeptOut {
    fn from(kept: KeptOfMember) -> Self {
        match kept {
            KeptOfMember::Ticket(ticket) => Self::of_ticket(*ticket),
            KeptOfMember::Message(ticket, message) => Self::of_message(ticket, *message),
            KeptOfMember::Note(Note { ticket, at, text, .. }) => {
                Self::Note { ticket: ticket.get(), at: at.to_rfc3339(), text }
            }
            KeptOfMember::Blacklisted(BlacklistEntry { at, reason, until, removed, .. }) => {
                Self::Blacklist { at: at.to_rfc3339(), reason, until: until.map(Timestamp::to_rfc3339), removed }
            }
            KeptOfMember::View(View { name, query, .. }) => Self::View { name, query },
            KeptOfMember::ErasureRequest(request) => Self::of_request(request),
        }
    }
}

impl KeptOut {
    fn of_ticket(ticket: Ticket) -> Self {
        Self::Ticket {
            number: ticket.id.get(),
            type_name: ticket.type_name,
            opener: ticket.opener,
            opener_name: ticket.opener_name,
            status: ticket.state.name(),
            opened_at: ticket.opened_at.to_rfc3339(),
            answers: ticket.answers.into_iter().map(AnswerOut::from).collect(),
            quoted: ticket.quoted.map(|quoted| quoted.text),
            close_reason: ticket.closing.map(|closing| closing.reason),
            ratings: ticket.ratings.into_iter().map(RatingOut::from).collect(),
        }
    }

    fn of_request(ErasureRequest { asked_at, status, answered_at, reason, .. }: ErasureRequest) -> Self {
        let answered_at = answered_at.map(Timestamp::to_rfc3339);
        Self::ErasureRequest { at: asked_at.to_rfc3339(), status: status.name(), answered_at, reason }
    }

    fn of_message(ticket: TicketId, message: TicketMessage) -> Self {
        Self::Message {
            ticket: ticket.get(),
            id: message.id.to_string(),
            author_name: message.author_name,
            sent_at: message.sent_at.to_rfc3339(),
            deleted_at: message.deleted_at.map(Timestamp::to_rfc3339),
            content: message.content,
            earlier: message.earlier.into_iter().map(|edit| edit.content).collect(),
            files: message.attachments.into_iter().map(|file| file.name).collect(),
        }
    }
}
