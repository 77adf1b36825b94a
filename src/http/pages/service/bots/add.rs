//! A bot is added by its token alone, which says whose it is.

use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::SecretString;
use serde::Deserialize;
use tickit_domain::bot::BotMode;
use tickit_domain::ids::BotId;

use super::super::operator::Operator;
use super::bot::address;
use super::register::{cleaned, explained, malformed, registered};
use super::{BotsPage, mode_named};
use crate::config::bot_named_in;
use crate::http::pages::frame::Section;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;
use crate::http::problem::Problem;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct AddIn {
    #[serde(default)]
    pub(in crate::http::pages::service) token: SecretString,
    #[serde(default)]
    mode: String,
}

/// Adds it, and goes to its page. The same again changes nothing.
pub(in crate::http::pages) async fn add(operator: Operator, Sent(form): Sent<AddIn>) -> Result<Response, Instead> {
    let mode = mode_named(&form.mode);
    match added(&operator, &form.token, mode).await {
        Ok(bot) => Ok(Redirect::to(&address(bot)).into_response()),
        Err(problem) => match explained(&operator.frame(Section::Bots), &problem) {
            Some(refusal) => Ok(BotsPage::of(&operator, None, mode, Some(refusal)).refused()),
            None => Err(operator.problem(problem)),
        },
    }
}

/// Adds the bot of a token.
pub(in crate::http::pages::service) async fn added(
    operator: &Operator,
    token: &SecretString,
    mode: BotMode,
) -> Result<BotId, Problem> {
    let token = cleaned(token)?;
    let bot = bot_named_in(&token).ok_or_else(malformed)?;
    registered(operator, bot, mode, Some(token)).await?;
    Ok(bot)
}
