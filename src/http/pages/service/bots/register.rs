//! A bot is registered again from its page: with another token, in another mode.

use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tickit_domain::bot::BotMode;
use tickit_domain::ids::BotId;

use super::super::operator::Operator;
use super::bot::{OnBot, address};
use super::mode_named;
use crate::config::clean_token;
use crate::http::pages::frame::Frame;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;
use crate::http::ports::{Registration, With};
use crate::http::problem::Problem;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct RegisterIn {
    /// None where the bot keeps its token.
    #[serde(default)]
    token: SecretString,
    #[serde(default)]
    mode: String,
}

/// Registers it. The token is asked of Discord at once, and not shown again.
pub(in crate::http::pages) async fn register(on: OnBot, Sent(form): Sent<RegisterIn>) -> Result<Response, Instead> {
    let (operator, bot, mode) = (&on.operator, on.bot, mode_named(&form.mode));
    let token = Some(form.token).filter(|token| !token.expose_secret().trim().is_empty());
    match registered(operator, bot, mode, token).await {
        Ok(()) => Ok(Redirect::to(&address(bot)).into_response()),
        Err(problem) => on.refused(mode, problem).await,
    }
}

/// Registers a bot for whoever runs the service. What it takes over stays.
pub(super) async fn registered(
    operator: &Operator,
    bot: BotId,
    mode: BotMode,
    token: Option<SecretString>,
) -> Result<(), Problem> {
    let token = token.map(|token| cleaned(&token)).transpose()?;
    let takes_over = operator.behind.hosting.detail(bot).and_then(|detail| detail.takes_over);
    let with = With::Operator(operator.actor.clone());
    let registration = Registration { bot, mode, token, takes_over, identifies: false, with };
    operator.behind.hosting.register(registration).await?;
    Ok(())
}

/// The token without what copying puts around it.
pub(super) fn cleaned(token: &SecretString) -> Result<SecretString, Problem> {
    clean_token(token.expose_secret()).map_err(|_| malformed())
}

/// What is no token.
pub(super) fn malformed() -> Problem {
    Problem::invalid_body("This is no bot's token.").in_field("token")
}

/// Why a bot was not registered, in the reader's language; none where that is not theirs to mend in the form.
pub(in crate::http::pages::service) fn explained(frame: &Frame, problem: &Problem) -> Option<String> {
    let key = match &*problem.code {
        "invalid_body" => "page-bot-refused-malformed",
        "token_missing" => "page-bot-refused-missing",
        "token_refused" => "page-bot-refused-token",
        "token_of_another_bot" => "page-bot-refused-other",
        "public_url_missing" => "page-bot-refused-url",
        "endpoint_refused" => "page-bot-refused-endpoint",
        "discord_unavailable" => "page-bot-refused-away",
        _ => return None,
    };
    Some(frame.say(key))
}
