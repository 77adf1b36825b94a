//! `POST /api/bots/{application_id}/interactions`: a bot's host hands an interaction over.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use super::super::access::{BotKey, Interact};
use super::super::body::Raw;
use super::super::problem::{Problem, ProblemOut};
use super::super::rates::Caller;
use super::super::state::HttpState;
use super::super::visit::Visit;
use crate::interactions::{Delivery, Unanswered};

/// Discord gives an interaction up after this time, and whoever says that it is older is too late anyway.
const OLDEST: Duration = Duration::from_secs(3);

/// Hands an interaction over: the payload's `d`, byte for byte as Discord sent it.
///
/// Tickit answers it by its token (202), or in the response (200) where `X-Tickit-Answer: inline` asks for that.
/// `interaction_taken` says that somebody handed the same one over before: it is answered, and nothing is to be done.
#[utoipa::path(post, path = "/api/bots/{application_id}/interactions", tag = "bots",
    security(("key" = []), ("operator" = [])),
    params(
        ("application_id" = String, Path, description = "The application's id"),
        ("X-Tickit-Answer" = Option<String>, Header, description = "`token` (or nothing) or `inline`"),
        ("X-Tickit-Age" = Option<u32>, Header, description = "Milliseconds since the caller received it"),
    ),
    request_body(content = Object, description = "Discord's interaction object", content_type = "application/json"),
    responses(
        (status = 200, description = "The answer, for the caller to send", body = Object),
        (status = 202, description = "It is answered"),
        (status = "4XX", description = "It is not answered; the code says why", body = ProblemOut, content_type = "application/problem+json"),
        (status = "5XX", description = "It is not answered", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn forward(
    BotKey { bot, .. }: BotKey<Interact>,
    State(state): State<HttpState>,
    visit: Visit,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Response, Problem> {
    let received = received(&headers);
    state.admit(&visit, bot)?;
    let raw = std::str::from_utf8(&body).map_err(|_| unreadable("It is not UTF-8."))?;
    let answering = &state.desk()?.answering;
    if headers.get("x-tickit-answer").is_some_and(|how| how == "inline") {
        return Ok(Json(answering.in_place(bot, raw, received).await?).into_response());
    }
    match answering.by_token(bot, raw, received).await? {
        Delivery::Reached | Delivery::Elsewhere => Ok(StatusCode::ACCEPTED.into_response()),
        Delivery::Lost => Err(not_taken()),
    }
}

/// When the caller received it, by how long ago it says that was: clocks differ.
fn received(headers: &HeaderMap) -> Instant {
    let age = headers.get("x-tickit-age").and_then(|age| age.to_str().ok()?.parse().ok());
    let age = Duration::from_millis(age.unwrap_or_default()).min(OLDEST);
    Instant::now().checked_sub(age).unwrap_or_else(Instant::now)
}

fn unreadable(why: impl Into<String>) -> Problem {
    let title = "This is no interaction that can be answered";
    Problem::new(StatusCode::BAD_REQUEST, "invalid_interaction", title, why.into())
}

fn not_taken() -> Problem {
    let (title, detail) =
        ("Discord did not take the answer", "It came too late, or Discord does not know the interaction.");
    Problem::new(StatusCode::BAD_GATEWAY, "answer_not_taken", title, detail)
}

impl HttpState {
    /// Whether one more interaction of a bot is let through, and whether it can be answered at all.
    pub(in crate::http) fn admit(&self, visit: &Visit, bot: BotId) -> Result<(), Problem> {
        self.count_interaction(visit, &Caller::Bot(bot))?;
        let stopped = self.desk()?.hosting.is_stopped(bot).ok_or_else(Problem::no_such_bot)?;
        if stopped {
            let detail = "GET /api/bots/{application_id} says why and what to do.";
            return Err(Problem::new(StatusCode::CONFLICT, "bot_stopped", "The bot is stopped", detail));
        }
        Ok(())
    }
}

impl From<Unanswered> for Problem {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Unreadable(why) => unreadable(format!("{why}.")),
            Unanswered::Ping => unreadable("It is a ping."),
            Unanswered::OtherApplication(application) => other_application(application),
            Unanswered::NotOurs => {
                let detail = "Its command or control is the bot's own, or is not left to Tickit: answer it yourself.";
                Self::new(StatusCode::NOT_FOUND, "not_hosted", "This is none of Tickit's", detail)
            }
            Unanswered::TooOld => {
                let detail = "Discord gave it up after three seconds. Nothing was done.";
                Self::new(StatusCode::CONFLICT, "interaction_too_old", "The interaction is too old", detail)
            }
            Unanswered::Taken => {
                let detail = "It came by another door, and is answered there: do nothing.";
                Self::new(StatusCode::CONFLICT, "interaction_taken", "The interaction was taken before", detail)
            }
        }
    }
}

fn other_application(application: BotId) -> Problem {
    let detail = format!("It is for application {application}: hand it over with that one's key.");
    Problem::new(StatusCode::FORBIDDEN, "other_application", "The interaction is another application's", detail)
}
