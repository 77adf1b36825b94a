//! `/api/guilds/{guild}/types/{type}/questions`: what members are asked before a ticket opens.

use std::ops::Deref;

use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use tickit_domain::error::{Outcome, Refusal};
use tickit_domain::form::QuestionId;
use tickit_domain::settings::TicketType;
use utoipa::ToSchema;

use super::question_json::{QuestionIn, QuestionOut};
use super::{OnType, TypePath};
use crate::http::api::patch::{IfMatch, Version, version};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::{Problem, ProblemOut};
use crate::http::state::HttpState;

/// All questions in their order: 25 at most, five on a page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Questions)]
pub(in crate::http) struct QuestionsOut {
    questions: Vec<QuestionOut>,
}

/// Where a question is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PlaceIn {
    /// From 1; behind the last it is the last.
    place: usize,
}

/// Whoever looks into the address's guild, and which question of which type the address names.
#[derive(Debug)]
pub(in crate::http) struct OnQuestion {
    on: OnType,
    question: QuestionId,
}

/// Which question.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct QuestionPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The type's number.
    #[expect(dead_code, reason = "it is read by `OnType`, and stands here for the document")]
    #[serde(rename = "type")]
    #[param(value_type = u16)]
    kind: String,
    /// The question's number.
    #[param(value_type = u16)]
    question: String,
}

/// The questions, and the version of the settings that they are of.
type QuestionsAnswer = Result<(Version, Json<QuestionsOut>), Problem>;

impl FromRequestParts<HttpState> for OnQuestion {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let on = OnType::from_request_parts(parts, state).await?;
        let path = Path::<QuestionPath>::from_request_parts(parts, state).await.ok();
        let question = path.and_then(|path| path.0.question.parse().ok()).map(QuestionId);
        let question = question.ok_or_else(|| on.asked.problem(Refusal::NoSuchQuestion.into()))?;
        Ok(Self { on, question })
    }
}

impl Deref for OnQuestion {
    type Target = OnType;

    fn deref(&self) -> &OnType {
        &self.on
    }
}

impl OnType {
    /// What the caller reads of the type's questions.
    async fn questions(&self) -> QuestionsAnswer {
        let (kind, _, changes) = self.shown().await?;
        let questions = kind.form.questions().iter().map(QuestionOut::from).collect();
        Ok((version(changes), Json(QuestionsOut { questions })))
    }

    /// What the caller reads of them as they are after a change.
    async fn changed(&self, done: Outcome<TicketType>) -> QuestionsAnswer {
        done.map_err(|error| self.asked.problem(error))?;
        self.questions().await
    }
}

/// Lists what members are asked before a ticket of a type opens.
#[utoipa::path(get, path = "/api/guilds/{guild}/types/{type}/questions", operation_id = "list_questions", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery), responses(
        (status = 200, description = "The questions", body = QuestionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(on: OnType) -> QuestionsAnswer {
    on.questions().await
}

/// Adds a question behind the others.
#[utoipa::path(post, path = "/api/guilds/{guild}/types/{type}/questions", operation_id = "add_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = QuestionIn,
    responses(
        (status = 201, description = "The questions as they are now", body = QuestionsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    on: OnType,
    IfMatch(after): IfMatch,
    Body(body): Body<QuestionIn>,
) -> Result<(StatusCode, Version, Json<QuestionsOut>), Problem> {
    let (asked, no_kind) = (&on.asked, || Problem::invalid_body("Say how it is asked.").in_field("kind"));
    let new = body.new_question().ok_or_else(no_kind)?;
    let added = asked.desk.add_question_if(after, asked.at, &asked.actor, on.id, &new).await;
    let (version, questions) = on.changed(added).await?;
    Ok((StatusCode::CREATED, version, questions))
}

/// Changes of a question what the body names. Changed, it has another number.
#[utoipa::path(patch, path = "/api/guilds/{guild}/types/{type}/questions/{question}", operation_id = "edit_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(QuestionPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = QuestionIn,
    responses(
        (status = 200, description = "The questions as they are now", body = QuestionsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(
    on: OnQuestion,
    IfMatch(after): IfMatch,
    Body(body): Body<QuestionIn>,
) -> QuestionsAnswer {
    let asked = &on.asked;
    let kind = asked.desk.type_to_edit(asked.at, &asked.actor, on.id).await.map_err(|error| asked.problem(error))?;
    let known = kind.form.question(on.question).map_err(|refusal| asked.problem(refusal.into()))?;
    let (which, now) = ((on.id, on.question), body.applied_to(known.clone()));
    on.changed(asked.desk.edit_question_if(after, asked.at, &asked.actor, which, &now).await).await
}

/// Moves a question to another place.
#[utoipa::path(post, path = "/api/guilds/{guild}/types/{type}/questions/{question}/move", operation_id = "move_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(QuestionPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = PlaceIn,
    responses(
        (status = 200, description = "The questions as they are now", body = QuestionsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn move_to(
    on: OnQuestion,
    IfMatch(after): IfMatch,
    Body(PlaceIn { place }): Body<PlaceIn>,
) -> QuestionsAnswer {
    let (asked, which) = (&on.asked, (on.id, on.question));
    on.changed(asked.desk.move_question_if(after, asked.at, &asked.actor, which, place).await).await
}

/// Removes a question.
#[utoipa::path(delete, path = "/api/guilds/{guild}/types/{type}/questions/{question}", operation_id = "remove_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(QuestionPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), responses(
        (status = 200, description = "The questions that are left", body = QuestionsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(on: OnQuestion, IfMatch(after): IfMatch) -> QuestionsAnswer {
    let (asked, which) = (&on.asked, (on.id, on.question));
    on.changed(asked.desk.remove_question_if(after, asked.at, &asked.actor, which).await).await
}
