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

type QuestionsAnswer = Result<Json<QuestionsOut>, Problem>;

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
    /// What the caller reads of the type's questions as they are after a change.
    fn questions(&self, done: Outcome<TicketType>) -> QuestionsAnswer {
        let kind = done.map_err(|error| self.asked.problem(error))?;
        Ok(Json(QuestionsOut { questions: kind.form.questions().iter().map(QuestionOut::from).collect() }))
    }
}

/// Lists what members are asked before a ticket of a type opens.
#[utoipa::path(get, path = "/api/guilds/{guild}/types/{type}/questions", operation_id = "list_questions", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery), responses(
        (status = 200, description = "The questions", body = QuestionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(on: OnType) -> QuestionsAnswer {
    on.questions(on.asked.desk.type_to_edit(on.asked.at, &on.asked.actor, on.id).await)
}

/// Adds a question behind the others.
#[utoipa::path(post, path = "/api/guilds/{guild}/types/{type}/questions", operation_id = "add_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TypePath, BotQuery), request_body = QuestionIn,
    responses(
        (status = 201, description = "The questions as they are now", body = QuestionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    on: OnType,
    Body(body): Body<QuestionIn>,
) -> Result<(StatusCode, Json<QuestionsOut>), Problem> {
    let (asked, no_kind) = (&on.asked, || Problem::invalid_body("Say how it is asked.").in_field("kind"));
    let new = body.new_question().ok_or_else(no_kind)?;
    let added = asked.desk.add_question(asked.at, &asked.actor, on.id, &new).await;
    on.questions(added).map(|questions| (StatusCode::CREATED, questions))
}

/// Changes of a question what the body names. Changed, it has another number.
#[utoipa::path(patch, path = "/api/guilds/{guild}/types/{type}/questions/{question}", operation_id = "edit_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(QuestionPath, BotQuery), request_body = QuestionIn,
    responses(
        (status = 200, description = "The questions as they are now", body = QuestionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(on: OnQuestion, Body(body): Body<QuestionIn>) -> QuestionsAnswer {
    let asked = &on.asked;
    let kind = asked.desk.type_to_edit(asked.at, &asked.actor, on.id).await.map_err(|error| asked.problem(error))?;
    let known = kind.form.question(on.question).map_err(|refusal| asked.problem(refusal.into()))?;
    let (which, now) = ((on.id, on.question), body.applied_to(known.clone()));
    on.questions(asked.desk.edit_question(asked.at, &asked.actor, which, &now).await)
}

/// Moves a question to another place.
#[utoipa::path(post, path = "/api/guilds/{guild}/types/{type}/questions/{question}/move", operation_id = "move_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(QuestionPath, BotQuery), request_body = PlaceIn,
    responses(
        (status = 200, description = "The questions as they are now", body = QuestionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn move_to(on: OnQuestion, Body(PlaceIn { place }): Body<PlaceIn>) -> QuestionsAnswer {
    let (asked, which) = (&on.asked, (on.id, on.question));
    on.questions(asked.desk.move_question(asked.at, &asked.actor, which, place).await)
}

/// Removes a question.
#[utoipa::path(delete, path = "/api/guilds/{guild}/types/{type}/questions/{question}", operation_id = "remove_question", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(QuestionPath, BotQuery), responses(
        (status = 200, description = "The questions that are left", body = QuestionsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(on: OnQuestion) -> QuestionsAnswer {
    let (asked, which) = (&on.asked, (on.id, on.question));
    on.questions(asked.desk.remove_question(asked.at, &asked.actor, which).await)
}
