//! The bots that the client speaks for: their tokens, and whether Discord still takes them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, Weak};
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tickit_domain::ids::BotId;
use tokio::time::{Instant, sleep};

use super::limits::{BotLimits, Routes};
use super::pace::Pace;
use super::route::Route;
use super::{RestError, RestSettings};

/// A bot as the client knows it.
#[derive(Debug)]
pub struct Account {
    /// Its id.
    pub bot: BotId,
    /// The gate in front of what it sends.
    pub pace: Pace,
    /// The buckets of its routes.
    pub limits: BotLimits,
    token: SecretString,
    revoked: AtomicBool,
}

/// Whose a token is that is not registered.
const NOBODY: BotId = BotId::new(0);

/// All bots that are known.
#[derive(Debug, Default)]
pub struct Accounts {
    known: RwLock<HashMap<BotId, Arc<Account>>>,
    routes: Arc<Routes>,
    /// Whether limits that are over will be forgotten soon.
    forgetting: AtomicBool,
}

impl Account {
    /// A bot whose token nobody has refused yet.
    pub fn new(bot: BotId, token: SecretString, settings: &RestSettings, routes: &Arc<Routes>) -> Self {
        Self {
            bot,
            token,
            revoked: AtomicBool::new(false),
            pace: Pace::new(settings.requests_per_second),
            limits: BotLimits::new(Arc::clone(routes)),
        }
    }

    /// A token of which nobody knows yet whose it is.
    pub fn unregistered(token: SecretString, settings: &RestSettings) -> Self {
        Self::new(NOBODY, token, settings, &Arc::default())
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

    /// Fails at once where it is known that the wait would be longer than the deadline.
    pub fn check_hope(&self, route: &Route, deadline: Instant) -> Result<(), RestError> {
        let now = Instant::now();
        let stopped = self.pace.stopped_until().map_or(Duration::ZERO, |end| end.saturating_duration_since(now));
        let retry_after = self.limits.empty_for(route).max(stopped);
        if now + retry_after >= deadline { Err(RestError::RateLimited { retry_after }) } else { Ok(()) }
    }

    /// It was not this request's turn in time.
    pub fn late(&self, route: &Route, turn_by: Instant) -> RestError {
        let shortest = Duration::from_millis(100);
        let retry_after = match self.check_hope(route, turn_by) {
            Err(RestError::RateLimited { retry_after }) => retry_after.max(shortest),
            _ => shortest,
        };
        RestError::RateLimited { retry_after }
    }

    fn is_good(&self, token: &SecretString) -> bool {
        !self.is_revoked() && self.token.expose_secret() == token.expose_secret()
    }
}

impl Accounts {
    /// Makes a token known, unless it is and is good.
    pub fn register(&self, bot: BotId, token: SecretString, settings: &RestSettings) {
        let mut accounts = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if !accounts.get(&bot).is_some_and(|account| account.is_good(&token)) {
            accounts.insert(bot, Arc::new(Account::new(bot, token, settings, &self.routes)));
        }
    }

    /// Forgets a bot.
    pub fn unregister(&self, bot: BotId) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(&bot);
    }

    /// A bot that is known.
    pub fn find(&self, bot: BotId) -> Result<Arc<Account>, RestError> {
        self.known().get(&bot).map(Arc::clone).ok_or(RestError::Unauthorized)
    }

    /// How many buckets and blocked routes are remembered, over all bots.
    pub fn remembered(&self) -> usize {
        self.known().values().map(|account| account.limits.len()).sum()
    }

    /// Sees to it that limits that are over are forgotten, a while after a request.
    pub fn forget_soon(self: &Arc<Self>, every: Duration) {
        if !self.forgetting.swap(true, Ordering::Relaxed) {
            tokio::spawn(forget(Arc::downgrade(self), every));
        }
    }

    /// Forgets limits that are over, of all bots; how many are left.
    fn forget(&self) -> usize {
        let forget = |account: &Arc<Account>| {
            account.pace.forget();
            account.limits.forget()
        };
        self.known().values().map(forget).sum()
    }

    fn known(&self) -> RwLockReadGuard<'_, HashMap<BotId, Arc<Account>>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets limits that are over, until none is left.
async fn forget(of: Weak<Accounts>, every: Duration) {
    loop {
        sleep(every).await;
        let Some(accounts) = of.upgrade() else { return };
        if accounts.forget() == 0 {
            return accounts.forgetting.store(false, Ordering::Relaxed);
        }
    }
}
