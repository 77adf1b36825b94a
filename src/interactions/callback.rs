//! Answers by callback: a request of its own to Discord, for interactions that came through the gateway.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::FirstAnswer;
use crate::discord::{Request, Rest, RestError};

/// Discord gives an interaction up after 3 seconds
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>).
const FIRST_ANSWER: Duration = Duration::from_millis(2900);

/// The way to Discord for first answers.
#[derive(Debug, Clone)]
pub struct Callback(Rest);

/// What became of a first answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Discord has it.
    Reached,
    /// Discord had another before it: another program answers the bot's interactions as well.
    Elsewhere,
    /// Discord did not take it, or not in time.
    Lost,
}

impl Callback {
    /// Over this client.
    pub const fn new(rest: Rest) -> Self {
        Self(rest)
    }

    /// Sends the first answer. A callback that may have been lost is sent again: the second is refused with 40060 where
    /// the first was heard.
    pub async fn deliver(&self, answer: &FirstAnswer) -> Delivery {
        let (bot, interaction) = (answer.bot, answer.interaction);
        let path = format!("/interactions/{interaction}/{}/callback", answer.token.expose_secret());
        let (request, deadline) = (Request::post(path, answer.reply.to_json()), answer.received + FIRST_ANSWER);
        let (mut sent, mut heard) = (self.0.request(bot, &request, deadline).await, Delivery::Elsewhere);
        if let Err(RestError::Ambiguous(_)) = sent {
            (sent, heard) = (self.0.request(bot, &request, deadline).await, Delivery::Reached);
        }
        match sent {
            Ok(_) => Delivery::Reached,
            Err(error) if error.is_code(40060) => heard,
            Err(error) => {
                tracing::warn!(%bot, %interaction, %error, "an answer was not taken");
                Delivery::Lost
            }
        }
    }
}
