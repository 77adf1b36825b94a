//! `POST /discord/{application_id}`: Discord's Interactions Endpoint.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use super::super::body::Raw;
use super::super::problem::{Problem, ProblemOut};
use super::super::rates::Caller;
use super::super::signature::{SignatureError, verify};
use super::super::state::HttpState;
use super::super::visit::Visit;
use crate::interactions::Unanswered;

/// Takes an interaction from Discord and answers it in the response.
///
/// Set the address as the Interactions Endpoint URL of the application, or register the bot in mode `endpoint`.
#[utoipa::path(post, path = "/discord/{application_id}", tag = "bots",
    params(
        ("application_id" = String, Path, description = "The application's id"),
        ("X-Signature-Ed25519" = String, Header, description = "The signature, 128 digits of hex"),
        ("X-Signature-Timestamp" = String, Header, description = "Seconds since 1970, at most five minutes away"),
    ),
    request_body(content = Object, description = "Discord's interaction object", content_type = "application/json"),
    responses(
        (status = 200, description = "The answer", body = Object),
        (status = 401, description = "Discord did not sign this", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "It is not answered; the code says why", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn receive(
    application: Result<Path<BotId>, PathRejection>,
    State(state): State<HttpState>,
    visit: Visit,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Json<Value>, Problem> {
    let received = Instant::now();
    let Path(bot) = application.map_err(|_| unsigned(SignatureError::Missing))?;
    let key = state.desk()?.hosting.verify_key(bot);
    let signed = verify(key.as_deref(), &headers, &body, state.0.ports.clock.now());
    signed.map_err(|error| state.stranger(&visit, unsigned(error)))?;
    state.count_interaction(&visit, &Caller::Bot(bot))?;
    let raw = String::from_utf8_lossy(&body);
    match state.desk()?.answering.in_place(bot, &raw, received).await {
        Ok(answer) => Ok(Json(answer)),
        Err(Unanswered::Ping) => Ok(Json(json!({ "type": 1 }))),
        Err(unanswered) => Err(unanswered.into()),
    }
}

/// Discord takes nothing but 401 for what it signed wrongly on purpose. Whether there is such a bot is nobody's business.
fn unsigned(error: SignatureError) -> Problem {
    if let SignatureError::OtherTime(away) = error {
        tracing::warn!(?away, "an interaction was signed long ago, or this machine's clock is wrong");
    }
    let title = "Discord did not sign this";
    Problem::new(StatusCode::UNAUTHORIZED, "invalid_signature", title, format!("Discord signs what it sends: {error}."))
}
