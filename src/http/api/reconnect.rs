//! `POST /api/reconnect`: has bots' sessions made anew.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tickit_domain::ids::BotId;
use utoipa::ToSchema;

use super::super::access::Operator;
use super::super::body::{Raw, parse};
use super::super::ports::ReconnectError;
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;

/// Has bots' sessions made anew: of the one that the body names, or of all.
#[utoipa::path(post, path = "/api/reconnect", tag = "service", security(("operator" = [])),
    request_body = Option<ReconnectIn>,
    responses(
        (status = 202, description = "How many bots reconnect", body = ReconnectOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn reconnect(
    _operator: Operator,
    State(state): State<HttpState>,
    which: Which,
) -> Result<(StatusCode, Json<ReconnectOut>), Problem> {
    let bots = &state.0.ports.bots;
    let reconnecting = match which {
        Which::All => bots.reconnect_all(),
        Which::One(bot) => bots.reconnect(bot).await.map(|()| 1)?,
    };
    tracing::info!(reconnecting, "the operator had bots reconnect");
    Ok((StatusCode::ACCEPTED, Json(ReconnectOut { reconnecting })))
}

/// Which bots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Which {
    /// No body, or none named.
    All,
    /// The one named.
    One(BotId),
}

/// How many bots reconnect.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reconnecting)]
pub(in crate::http) struct ReconnectOut {
    reconnecting: usize,
}

/// Which bot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReconnectIn {
    #[schema(value_type = Option<String>)]
    bot: Option<BotId>,
}

impl FromRequest<HttpState> for Which {
    type Rejection = Problem;

    /// Whatever its content type says: a body that were overlooked would reconnect every bot.
    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Problem> {
        let Raw(body) = Raw::from_request(request, state).await?;
        if body.trim_ascii().is_empty() {
            return Ok(Self::All);
        }
        let ReconnectIn { bot } = parse(&body)?;
        Ok(bot.map_or(Self::All, Self::One))
    }
}

impl From<ReconnectError> for Problem {
    fn from(error: ReconnectError) -> Self {
        match error {
            ReconnectError::NotFound => Self::no_such_bot(),
            ReconnectError::Failed(error) => error.into(),
        }
    }
}
