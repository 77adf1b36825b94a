//! Bots that the operator's file names: found out whose their tokens are, and registered like any other.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{StreamExt as _, future, stream};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tickit_domain::bot::Bot;
use tickit_domain::clock::Clock;
use tickit_domain::ids::BotId;
use tickit_domain::store::bots::Bots;
use tokio::time::Instant;

use crate::config::BotSettings;
use crate::crypto::{Purpose, Vault, bot_token_place};
use crate::discord::{Request, Rest, RestError};

/// How many are asked about at once.
const AT_ONCE: usize = 16;

/// How long Discord may take to say whose a token is.
const DEADLINE: Duration = Duration::from_secs(10);

/// Registers the bots of the configuration.
#[derive(Debug)]
pub(super) struct Enrolment {
    pub(super) rest: Rest,
    pub(super) bots: Bots,
    pub(super) vault: Arc<Vault>,
    pub(super) clock: Arc<dyn Clock>,
}

#[derive(Deserialize)]
struct Application {
    id: BotId,
    name: String,
}

impl Enrolment {
    /// Registers each of these bots; those that have to be tried again, because Discord did not answer.
    pub(super) async fn enrol(&self, wanted: Vec<BotSettings>) -> Vec<BotSettings> {
        let tried = stream::iter(wanted).map(|bot| self.try_to_enrol(bot)).buffer_unordered(AT_ONCE);
        tried.filter_map(future::ready).collect().await
    }

    /// Registers a bot; the bot where it has to be tried again.
    async fn try_to_enrol(&self, bot: BotSettings) -> Option<BotSettings> {
        let error = self.enrol_one(&bot).await.err()?;
        let refused = matches!(error.downcast_ref(), Some(RestError::Unauthorized));
        tracing::error!(name = bot.name, error = format!("{error:#}"), "a bot of the configuration is not registered");
        (!refused).then_some(bot)
    }

    async fn enrol_one(&self, bot: &BotSettings) -> anyhow::Result<()> {
        let (request, deadline) = (Request::get("/applications/@me"), Instant::now() + DEADLINE);
        let Application { id, name } =
            self.rest.try_token(bot.token.clone(), &request, deadline).await.context("asking whose the token is")?;
        if self.has(id, &bot.token).await? {
            return Ok(());
        }
        let token =
            self.vault.seal(Purpose::BotToken, &bot_token_place(id), &bot.token).context("sealing the token")?;
        let bot = Bot { id, name, token, added_at: self.clock.now(), stopped: None, commands: None };
        self.bots.put(bot).await.context("storing the bot")?;
        Ok(())
    }

    /// Whether the bot is registered with this token.
    async fn has(&self, id: BotId, token: &SecretString) -> anyhow::Result<bool> {
        let Some(known) = self.bots.get(id).await.context("reading the bot")? else { return Ok(false) };
        let opened = self.vault.open(Purpose::BotToken, &bot_token_place(id), &known.token);
        Ok(opened.is_ok_and(|opened| opened.expose_secret() == token.expose_secret()))
    }
}
