//! The bots that the client speaks for: their tokens, and whether Discord still takes them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tickit_domain::ids::BotId;

use super::limiter::GlobalLimit;
use super::{RestError, RestSettings};

/// A bot as the client knows it.
#[derive(Debug)]
pub struct Account {
    /// Its id.
    pub bot: BotId,
    /// The gate in front of what it sends.
    pub gate: GlobalLimit,
    token: SecretString,
    revoked: AtomicBool,
}

/// Whose a token is that is not registered.
const NOBODY: BotId = BotId::new(0);

/// All bots that are known.
#[derive(Debug, Default)]
pub struct Accounts(RwLock<HashMap<BotId, Arc<Account>>>);

impl Account {
    /// A bot whose token nobody has refused yet.
    pub fn new(bot: BotId, token: SecretString, settings: &RestSettings) -> Self {
        Self { bot, token, revoked: AtomicBool::new(false), gate: GlobalLimit::new(settings) }
    }

    /// A token of which nobody knows yet whose it is.
    pub fn unregistered(token: SecretString, settings: &RestSettings) -> Self {
        Self::new(NOBODY, token, settings)
    }

    /// Whether it is a bot's. What Discord says of others' limits concerns no bot: many ask under one name.
    pub fn is_registered(&self) -> bool {
        self.bot != NOBODY
    }

    /// Whether Discord refused the token.
    pub fn is_revoked(&self) -> bool {
        self.revoked.load(Ordering::Relaxed)
    }

    /// Discord refused the token: it is not used again.
    pub fn revoke(&self) {
        if !self.revoked.swap(true, Ordering::Relaxed) {
            tracing::warn!(bot = %self.bot, "Discord refuses the bot's token: it is not used again");
        }
    }

    /// The header that carries the token, marked so that no HTTP library prints it.
    pub fn authorization(&self) -> Result<HeaderValue, RestError> {
        let text = format!("Bot {}", self.token.expose_secret());
        let mut value = HeaderValue::try_from(text).map_err(|_| RestError::Unauthorized)?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn is_good(&self, token: &SecretString) -> bool {
        !self.is_revoked() && self.token.expose_secret() == token.expose_secret()
    }
}

impl Accounts {
    /// Makes a token known, unless it is and is good.
    pub fn register(&self, bot: BotId, token: SecretString, settings: &RestSettings) {
        let mut accounts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !accounts.get(&bot).is_some_and(|account| account.is_good(&token)) {
            accounts.insert(bot, Arc::new(Account::new(bot, token, settings)));
        }
    }

    /// Forgets a bot.
    pub fn unregister(&self, bot: BotId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&bot);
    }

    /// A bot that is known.
    pub fn find(&self, bot: BotId) -> Result<Arc<Account>, RestError> {
        let accounts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        accounts.get(&bot).map(Arc::clone).ok_or(RestError::Unauthorized)
    }
}
