//! The client that every bot's requests go through.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use reqwest::header::AUTHORIZATION;
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tickit_domain::ids::BotId;
use tokio::time::{Instant, sleep, timeout_at};

use super::answer::{Answer, Scope};
use super::backoff::{Backoff, Jitter};
use super::breaker::{Breaker, Thresholds};
use super::bucket::Permit;
use super::limiter::{Buckets, Gate};
use super::route::Route;
use super::{Request, RestError, RestSettings};

/// Discord's REST API, for all bots. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rest(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    base: Url,
    settings: RestSettings,
    breaker: Breaker,
    buckets: Buckets,
    jitter: Jitter,
    accounts: RwLock<HashMap<BotId, Arc<Account>>>,
}

/// A bot as the client knows it.
#[derive(Debug)]
struct Account {
    bot: BotId,
    token: SecretString,
    revoked: AtomicBool,
    gate: Gate,
}

/// A request is tried at most so often, however far its deadline is.
const TRIES: u32 = 5;

impl Rest {
    /// A client; fails where the API base is not an address that tokens may be sent to.
    pub fn new(settings: RestSettings) -> anyhow::Result<Self> {
        let base = settings.base_url()?;
        let http = reqwest::Client::builder()
            .user_agent(&settings.user_agent)
            .connect_timeout(settings.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(Duration::from_mins(1))
            .tcp_nodelay(true)
            .no_proxy()
            .build()
            .context("making the HTTP client")?;
        let thresholds = Thresholds {
            warning: settings.invalid_warning,
            process: settings.invalid_limit,
            bot: settings.invalid_limit_of_a_bot,
        };
        Ok(Self(Arc::new(Inner {
            http,
            base,
            breaker: Breaker::new(thresholds),
            buckets: Buckets::new(&settings),
            jitter: Jitter::new(settings.seed),
            accounts: RwLock::default(),
            settings,
        })))
    }

    /// Where the API is, without a slash at the end of its path.
    pub fn base(&self) -> &Url {
        &self.0.base
    }

    /// Makes a bot's token known, in place of one that was. A token that was refused is tried again from here on;
    /// one that is in use keeps its limits.
    pub fn register(&self, bot: BotId, token: SecretString) {
        let mut accounts = self.0.accounts.write().unwrap_or_else(PoisonError::into_inner);
        if accounts.get(&bot).is_some_and(|account| account.is_good(&token)) {
            return;
        }
        accounts.insert(bot, Arc::new(Account::new(bot, token, &self.0.settings)));
    }

    /// Forgets a bot's token.
    pub fn unregister(&self, bot: BotId) {
        self.0.accounts.write().unwrap_or_else(PoisonError::into_inner).remove(&bot);
    }

    /// Sends a request of a bot and returns the answer's JSON, `null` where it has none.
    ///
    /// Waits for the bot's limits, and tries again what was certainly not applied, until the deadline.
    pub async fn request(&self, bot: BotId, request: &Request, deadline: Instant) -> Result<Value, RestError> {
        self.request_as(bot, request, deadline).await
    }

    /// Sends a request of a bot and reads the answer's JSON as `T`, as [`Rest::request`] does.
    pub async fn request_as<T>(&self, bot: BotId, request: &Request, deadline: Instant) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        let account = self.0.accounts.read().unwrap_or_else(PoisonError::into_inner).get(&bot).map(Arc::clone);
        let account = account.ok_or(RestError::Unauthorized)?;
        parse(&self.0.send(&account, request, deadline).await?)
    }

    /// Sends a request with a token that is not registered, to find out whose it is.
    pub async fn try_token<T>(&self, token: SecretString, request: &Request, deadline: Instant) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        let account = Account::new(BotId::new(0), token, &self.0.settings);
        parse(&self.0.send(&account, request, deadline).await?)
    }

    /// How many answers of the last ten minutes count towards Discord's ban of the address.
    pub fn invalid_requests(&self) -> u32 {
        self.0.breaker.refused()
    }

    /// How many routes and buckets are remembered, over all bots.
    pub fn remembered_limits(&self) -> u64 {
        self.0.buckets.len()
    }
}

impl Account {
    fn new(bot: BotId, token: SecretString, settings: &RestSettings) -> Self {
        Self { bot, token, revoked: AtomicBool::new(false), gate: Gate::new(settings) }
    }

    fn is_good(&self, token: &SecretString) -> bool {
        !self.revoked.load(Ordering::Relaxed) && self.token.expose_secret() == token.expose_secret()
    }
}

impl Inner {
    /// Tries until there is an answer, or no sense in trying.
    async fn send(&self, account: &Account, request: &Request, deadline: Instant) -> Result<Bytes, RestError> {
        let route = Route::of(&request.method, &request.path, account.bot.get());
        let backoff = Backoff { shortest: self.settings.retry.0, longest: self.settings.retry.1 };
        let mut tried = 0;
        loop {
            let error = match self.send_once(account, &route, request, deadline).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            tried += 1;
            let wait = match &error {
                // The bucket or the gate holds the next try back; an interaction has neither.
                RestError::RateLimited { retry_after } => *retry_after,
                RestError::Unavailable(_) => self.jitter.up_to(backoff.bound(tried)),
                _ => return Err(error),
            };
            if tried >= TRIES || Instant::now() + wait >= deadline {
                return Err(error);
            }
            sleep(wait).await;
        }
    }

    async fn send_once(
        &self,
        account: &Account,
        route: &Route,
        request: &Request,
        deadline: Instant,
    ) -> Result<Bytes, RestError> {
        let permit = match route {
            Route::Interaction => None,
            Route::Bot { .. } => self.admit(account, route, deadline).await?,
        };
        let began = Instant::now();
        let answer = self.exchange(account, route, request, deadline).await?;
        let status = answer.status.as_u16();
        let took = began.elapsed().as_millis();
        tracing::debug!(bot = %account.bot, method = %request.method, route = route.name(), status, took, "asked Discord");
        self.heed(account, route, permit, &answer);
        answer.outcome(&request.method)
    }

    /// Everything that a request with the bot's token waits for.
    async fn admit(&self, account: &Account, route: &Route, deadline: Instant) -> Result<Option<Permit>, RestError> {
        self.check(account)?;
        let wait = async {
            let permit = self.buckets.acquire(account.bot, route).await;
            account.gate.pass().await;
            permit
        };
        let Ok(permit) = timeout_at(deadline, wait).await else {
            let bucket = self.buckets.of(account.bot, route).map_or(Duration::ZERO, |bucket| bucket.empty_for());
            let gate = account.gate.stopped_until().map_or(Duration::ZERO, |end| end - Instant::now());
            return Err(RestError::RateLimited { retry_after: bucket.max(gate).max(Duration::from_millis(100)) });
        };
        // The wait may have been long.
        self.check(account)?;
        Ok(permit)
    }

    fn check(&self, account: &Account) -> Result<(), RestError> {
        if account.revoked.load(Ordering::Relaxed) {
            return Err(RestError::Unauthorized);
        }
        if self.breaker.holds(account.bot) {
            return Err(RestError::BreakerOpen);
        }
        Ok(())
    }

    /// One HTTP request and its whole answer.
    async fn exchange(
        &self,
        account: &Account,
        route: &Route,
        request: &Request,
        deadline: Instant,
    ) -> Result<Answer, RestError> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(RestError::Unavailable("the deadline passed before anything was sent".into()));
        }
        let url = format!("{}{}", self.base.as_str().trim_end_matches('/'), request.path);
        let mut http = self.http.request(request.method.clone(), url).timeout(left);
        if matches!(route, Route::Bot { .. }) {
            http = http.header(AUTHORIZATION, authorization(&account.token)?);
        }
        let response = request.dress(http)?.send().await.map_err(|error| unanswered(&request.method, error))?;
        Answer::read(response).await.map_err(|why| lost(&request.method, why))
    }

    /// Takes from an answer what it says of limits and of the token.
    fn heed(&self, account: &Account, route: &Route, permit: Option<Permit>, answer: &Answer) {
        if answer.is_invalid_request() {
            self.breaker.count(account.bot);
        }
        let with_token = permit.is_some();
        if with_token && answer.status.as_u16() == 401 && !account.revoked.swap(true, Ordering::Relaxed) {
            tracing::warn!(bot = %account.bot, "Discord refuses the bot's token: it is not used again");
        }
        if let Some(refusal) = answer.refusal {
            tracing::warn!(bot = %account.bot, route = route.name(), ?refusal, "rate limited");
            match refusal.scope {
                Scope::Address => self.breaker.banned(refusal.retry_after),
                Scope::Global => account.gate.stop_for(refusal.retry_after),
                Scope::User | Scope::Shared => {
                    if let Some(permit) = permit {
                        permit.refused(refusal.retry_after);
                    }
                    return;
                }
            }
        }
        let telling = answer.refusal.is_none() && (answer.limits.is_some() || answer.status.is_success());
        if let Some(permit) = permit.filter(|_| telling) {
            self.buckets.learn(account.bot, route, &permit, answer.limits.as_ref());
            permit.answered(answer.limits.as_ref());
        }
    }
}

/// The header that carries the token, marked so that no HTTP library prints it.
fn authorization(token: &SecretString) -> Result<reqwest::header::HeaderValue, RestError> {
    let text = format!("Bot {}", token.expose_secret());
    let mut value = reqwest::header::HeaderValue::try_from(text).map_err(|_| RestError::Unauthorized)?;
    value.set_sensitive(true);
    Ok(value)
}

/// No answer came. Errors of the HTTP library name the address, which may hold an interaction's token.
fn unanswered(method: &Method, error: reqwest::Error) -> RestError {
    if error.is_builder() {
        return RestError::Refused { status: 400, code: 0, message: error.without_url().to_string() };
    }
    if error.is_connect() {
        return RestError::Unavailable("no connection".into());
    }
    let why = if error.is_timeout() { "no answer in time".to_owned() } else { error.without_url().to_string() };
    lost(method, why)
}

fn lost(method: &Method, why: String) -> RestError {
    if *method == Method::GET { RestError::Unavailable(why) } else { RestError::Ambiguous(why) }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, RestError> {
    let body = if body.is_empty() { b"null" } else { body };
    serde_json::from_slice(body).map_err(|error| RestError::Unreadable(error.to_string()))
}
