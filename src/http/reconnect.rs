//! `POST /api/reconnect`: has bots' sessions made anew.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tickit_domain::ids::BotId;

use super::access::Operator;
use super::bots::ReconnectError;
use super::error::ApiError;
use super::state::HttpState;

/// 202 with how many bots reconnect; all of them where the body names none.
pub(super) async fn reconnect(
    _operator: Operator,
    State(state): State<HttpState>,
    which: Which,
) -> Result<(StatusCode, Json<ReconnectOut>), ApiError> {
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
pub(super) enum Which {
    /// No body, or none named.
    All,
    /// The one named.
    One(BotId),
}

#[derive(Debug, Serialize)]
pub(super) struct ReconnectOut {
    reconnecting: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReconnectIn {
    bot: Option<BotId>,
}

impl<S: Send + Sync> FromRequest<S> for Which {
    type Rejection = ApiError;

    /// Whatever its content type says: a body that were overlooked would reconnect every bot.
    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                ApiError::BodyTooLarge
            }
            _ => ApiError::InvalidBody("The body could not be read.".to_owned()),
        })?;
        if body.trim_ascii().is_empty() {
            return Ok(Self::All);
        }
        let ReconnectIn { bot } = serde_json::from_slice(&body)
            .map_err(|error| ApiError::InvalidBody(format!("Expected {{\"bot\": \"<id>\"}} or nothing: {error}.")))?;
        Ok(bot.map_or(Self::All, Self::One))
    }
}

impl From<ReconnectError> for ApiError {
    fn from(error: ReconnectError) -> Self {
        match error {
            ReconnectError::NotFound => Self::NoSuchBot,
            ReconnectError::Failed(error) => {
                tracing::error!(error = format!("{error:#}"), "a bot cannot be reconnected");
                Self::StoreUnavailable
            }
        }
    }
}
