//! Whose a token is, and how it is kept.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tickit_domain::bot::{Application, Bot};
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tokio::time::Instant;

use crate::crypto::{OpenError, Purpose, Vault, bot_token_place};
use crate::discord::intents::MESSAGE_CONTENT_FLAGS;
use crate::discord::{Request, Rest, RestError};

/// How long Discord may take to say whose a token is. Whoever asks over HTTP waits for it.
const DEADLINE: Duration = Duration::from_secs(8);

/// Finds out whose tokens are, and seals them.
#[derive(Debug)]
pub(in crate::app) struct Registrar {
    pub(in crate::app) rest: Rest,
    pub(in crate::app) vault: Arc<Vault>,
}

/// Whose a token is.
pub(super) struct Owner {
    /// The application.
    pub(super) application: Application,
    /// Whether it is told what members write.
    pub(super) message_content: bool,
}

/// What Discord answers.
#[derive(Deserialize)]
struct Answer {
    id: BotId,
    name: String,
    #[serde(default)]
    verify_key: String,
    #[serde(default)]
    flags: u64,
}

impl Registrar {
    /// Asks Discord whose a token is.
    pub(super) async fn whose(&self, token: &SecretString) -> Result<Owner, RestError> {
        let (request, deadline) = (Request::get("/applications/@me"), Instant::now() + DEADLINE);
        let Answer { id, name, verify_key, flags } = self.rest.try_token(token.clone(), &request, deadline).await?;
        let message_content = flags & MESSAGE_CONTENT_FLAGS != 0;
        Ok(Owner { application: Application { id, name, verify_key }, message_content })
    }

    /// Whether a bot is registered with this token.
    pub(super) fn has(&self, bot: &Bot, token: &SecretString) -> bool {
        self.open(bot).is_ok_and(|opened| opened.expose_secret() == token.expose_secret())
    }

    /// A bot's token.
    pub(super) fn open(&self, bot: &Bot) -> Result<SecretString, OpenError> {
        self.vault.open(Purpose::BotToken, &bot_token_place(bot.id), &bot.token)
    }

    pub(super) fn seal(&self, bot: BotId, token: &SecretString) -> anyhow::Result<Sealed> {
        self.vault.seal(Purpose::BotToken, &bot_token_place(bot), token).context("sealing the token")
    }
}
