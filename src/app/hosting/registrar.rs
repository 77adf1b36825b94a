//! Whose a token is, and how it is kept.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, NotUntil, Quota, RateLimiter};
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

/// How many tokens from outside Discord is asked about, and in one go: each that it does not know counts towards its ban of
/// this machine's address.
const A_SECOND: NonZeroU32 = NonZeroU32::MIN;
const AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

/// Finds out whose tokens are, and seals them.
#[derive(Debug)]
pub(in crate::app) struct Registrar {
    pub(in crate::app) rest: Rest,
    pub(in crate::app) vault: Arc<Vault>,
    strangers: DefaultDirectRateLimiter,
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
    pub(in crate::app) fn new(rest: Rest, vault: Arc<Vault>) -> Self {
        let strangers = RateLimiter::direct(Quota::per_second(A_SECOND).allow_burst(AT_ONCE));
        Self { rest, vault, strangers }
    }

    /// Asks whose a token is that somebody sent from outside, unless too many did of late.
    pub(super) async fn whose_of_stranger(&self, token: &SecretString) -> Result<Owner, RestError> {
        let early = |early: NotUntil<_>| early.wait_time_from(DefaultClock::default().now());
        self.strangers.check().map_err(|held| RestError::RateLimited { retry_after: early(held) })?;
        self.whose(token).await
    }

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
