//! The client that every bot's requests go through.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use reqwest::header::AUTHORIZATION;
use reqwest::{StatusCode, Url};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tickit_domain::ids::BotId;
use tokio::time::{Instant, sleep, timeout_at};

use super::account::{Account, Accounts};
use super::answer::{Answer, Refusal, Scope, parse};
use super::backoff::{Backoff, Jitter};
use super::breaker::Breaker;
use super::bucket::Permit;
use super::pace::Sending;
use super::route::Route;
use super::{AnswerObserver, Patience, Request, RestError, RestSettings};

/// Discord's REST API, for all bots. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rest(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) http: reqwest::Client,
    base: Url,
    settings: RestSettings,
    breaker: Breaker,
    jitter: Jitter,
    accounts: Arc<Accounts>,
    observer: Arc<dyn AnswerObserver>,
}

/// So many connections to Discord are kept for the next request; a burst opens more. Over HTTP/1.1 each carries one
/// request at a time: twenty bots whose answers take 150 ms have 144 under way at their fifty a second each.
const IDLE_CONNECTIONS: usize = 256;

/// A request is tried at most so often, however far its deadline is.
const TRIES: u32 = 5;

impl Rest {
    /// A client whose answers are told to an observer; fails where the API base is not an address that tokens may be
    /// sent to.
    pub fn new(settings: RestSettings, observer: Arc<dyn AnswerObserver>) -> anyhow::Result<Self> {
        let base = settings.base_url()?;
        let mut http = reqwest::Client::builder()
            .user_agent(&settings.user_agent)
            .connect_timeout(settings.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(Duration::from_mins(1))
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .tcp_nodelay(true)
            .no_proxy();
        for authority in settings.certificates()? {
            http = http.add_root_certificate(authority);
        }
        let http = http.build().context("making the HTTP client")?;
        Ok(Self(Arc::new(Inner {
            http,
            base,
            breaker: Breaker::new(settings.thresholds()),
            jitter: Jitter::new(settings.seed),
            accounts: Arc::default(),
            observer,
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
        self.0.accounts.register(bot, token, &self.0.settings);
    }

    /// Whether Discord refused a bot's token.
    pub fn is_revoked(&self, bot: BotId) -> bool {
        self.0.accounts.find(bot).is_ok_and(|account| account.is_revoked())
    }

    /// Forgets a bot's token.
    pub fn unregister(&self, bot: BotId) {
        self.0.accounts.unregister(bot);
    }

    /// Sends a request of a bot and returns the answer's JSON, `null` where it has none.
    ///
    /// Waits for the bot's limits, and tries again what was certainly not applied, until the deadline.
    pub async fn request(&self, bot: BotId, request: &Request, deadline: Instant) -> Result<Value, RestError> {
        self.request_as(bot, request, deadline).await
    }

    /// The same for somebody who has no time for Discord's limits.
    pub async fn request_with<T>(&self, bot: BotId, request: &Request, patience: Patience) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        let account = self.0.accounts.find(bot)?;
        parse(&self.send(&account, request, patience).await?)
    }

    /// Sends a request of a bot and reads the answer's JSON as `T`, as [`Rest::request`] does.
    pub async fn request_as<T>(&self, bot: BotId, request: &Request, deadline: Instant) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        let account = self.0.accounts.find(bot)?;
        parse(&self.send(&account, request, Patience::until(deadline)).await?)
    }

    /// Sends a request with a token that is not registered, to find out whose it is.
    pub async fn try_token<T>(&self, token: SecretString, request: &Request, deadline: Instant) -> Result<T, RestError>
    where
        T: DeserializeOwned,
    {
        let account = Account::unregistered(token, &self.0.settings);
        parse(&self.send(&account, request, Patience::until(deadline)).await?)
    }

    /// How many answers of the last ten minutes count towards Discord's ban of the address.
    pub fn invalid_requests(&self) -> u32 {
        self.0.breaker.refused()
    }

    /// For how long Discord's edge will refuse this address, at least.
    pub fn banned_for(&self) -> Option<Duration> {
        self.0.breaker.check_address().err().map(|banned| banned.retry_after())
    }

    /// How many routes and buckets are remembered, over all bots.
    pub fn remembered_limits(&self) -> usize {
        self.0.accounts.remembered()
    }

    async fn send(&self, account: &Account, request: &Request, patience: Patience) -> Result<Bytes, RestError> {
        let sent = self.0.send(account, request, patience).await;
        self.0.accounts.forget_soon(self.0.settings.forget_every);
        sent
    }
}

/// What a request may be sent by: a place in its bucket, where it has one, and one of the bot's second.
type Admitted<'account> = (Option<Permit>, Option<Sending<'account>>);

impl Inner {
    /// Tries until there is an answer, or no sense in trying.
    async fn send(&self, account: &Account, request: &Request, patience: Patience) -> Result<Bytes, RestError> {
        let route = Route::of(request, account.bot.get());
        let backoff = Backoff { shortest: self.settings.retry.0, longest: self.settings.retry.1 };
        let mut tried = 0;
        loop {
            let error = match self.send_once(account, &route, request, patience).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            tried += 1;
            let wait = match &error {
                // The bucket or the gate holds the next try back; an interaction has neither.
                RestError::RateLimited { retry_after } | RestError::AddressBanned { retry_after } => *retry_after,
                RestError::Unavailable(_) => self.jitter.up_to(backoff.bound(tried)),
                _ => return Err(error),
            };
            let turn_by = if error.is_rate_limit() { patience.turn_by() } else { patience.deadline };
            if tried >= TRIES || Instant::now() + wait >= turn_by {
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
        patience: Patience,
    ) -> Result<Bytes, RestError> {
        self.breaker.check_address()?;
        let (permit, sending) = match route {
            Route::Interaction => (None, None),
            Route::Bot { .. } => self.admit(account, route, patience).await?,
        };
        let began = Instant::now();
        let answer = self.exchange(account, route, request, patience.deadline).await?;
        drop(sending);
        let status = answer.status.as_u16();
        let took = began.elapsed().as_millis();
        tracing::debug!(bot = %account.bot, method = %request.method, route = route.name(), status, took, "asked Discord");
        self.observer.answered(status, answer.date);
        self.heed(account, route, permit, &answer);
        answer.outcome(&request.method)
    }

    /// Everything that a request with the bot's token waits for: room in its bucket, and then in the bot's second.
    async fn admit<'a>(
        &self,
        account: &'a Account,
        route: &Route,
        patience: Patience,
    ) -> Result<Admitted<'a>, RestError> {
        let (turn_by, deadline) = (patience.turn_by(), patience.deadline);
        self.check(account)?;
        account.check_hope(route, turn_by)?;
        let acquired =
            if account.is_registered() { timeout_at(turn_by, account.limits.acquire(route)).await } else { Ok(None) };
        let permit = acquired.map_err(|_| account.late(route, turn_by))?;
        let sending = timeout_at(deadline, account.pace.pass(patience.line)).await;
        let sending = sending.map_err(|_| account.late(route, deadline))?;
        // The wait may have been long.
        self.breaker.check_address()?;
        self.check(account)?;
        Ok((permit, Some(sending)))
    }

    fn check(&self, account: &Account) -> Result<(), RestError> {
        if account.is_revoked() {
            return Err(RestError::Unauthorized);
        }
        if self.breaker.holds(account.bot) { Err(RestError::BreakerOpen) } else { Ok(()) }
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
            http = http.header(AUTHORIZATION, account.authorization()?);
        }
        let response =
            request.dress(http)?.send().await.map_err(|error| RestError::unanswered(&request.method, error))?;
        Answer::read(response).await.map_err(|why| RestError::lost(&request.method, why))
    }

    /// Takes from an answer what it says of limits and of the token.
    fn heed(&self, account: &Account, route: &Route, permit: Option<Permit>, answer: &Answer) {
        if answer.is_invalid_request() {
            self.breaker.count(account.bot);
        }
        // An interaction's own token may be refused as well; only a permit's request carried the bot's.
        if permit.is_some() && answer.status == StatusCode::UNAUTHORIZED {
            account.revoke();
        }
        if let Some(refusal) = answer.refusal {
            self.heed_refusal(account, route, permit, answer, refusal);
            return;
        }
        let telling = answer.limits.is_some() || answer.status.is_success();
        if let Some(permit) = permit.filter(|_| telling) {
            account.limits.learn(route, &permit, answer.limits.as_ref());
            permit.answered(answer.limits.as_ref());
        }
    }

    fn heed_refusal(
        &self,
        account: &Account,
        route: &Route,
        permit: Option<Permit>,
        answer: &Answer,
        Refusal { scope, retry_after }: Refusal,
    ) {
        tracing::warn!(bot = %account.bot, route = route.name(), ?scope, ?retry_after, "rate limited");
        if scope == Scope::Address {
            self.breaker.banned(retry_after);
        }
        let Some(permit) = permit else { return };
        match scope {
            Scope::Address => {}
            Scope::Global => account.pace.stop_for(retry_after),
            Scope::User if answer.limits.as_ref().is_some_and(|limits| limits.remaining == 0) => {
                account.limits.learn(route, &permit, answer.limits.as_ref());
                permit.refused(retry_after);
            }
            Scope::User | Scope::Shared => account.limits.block_beside(route, retry_after),
        }
    }
}
