//! Where `tickit keys` finds the keys: in the databases, or with a running service that has them.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use anyhow::{Context as _, bail};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tickit_domain::actor::Actor;
use tickit_domain::api_key::{ApiKey, KeyId, KeyPermission, KeyScope};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;

use crate::app::KeyRing;
use crate::config::Config;
use crate::http::{KeyControl as _, NewKey, Revoked, pinned};

/// So many keys are read at once.
const PAGE: usize = 500;

/// How long a running service may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The keys.
pub(super) enum Keys {
    /// Those in databases that nobody else has.
    Ours { keys: KeyRing, actor: Box<Actor> },
    /// Those of a service that runs.
    OfRunning(RunningService),
}

/// A service that runs with this configuration.
pub(super) struct RunningService {
    http: reqwest::Client,
    url: String,
    operator_key: SecretString,
}

/// A key as it is listed: the API's own form of it.
#[derive(Debug, Deserialize)]
pub(super) struct ListedKey {
    pub(super) id: KeyId,
    pub(super) name: String,
    bot: Option<BotId>,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Made {
    text: String,
    key: ListedKey,
}

#[derive(Deserialize)]
struct MadeLink {
    url: String,
}

#[derive(Deserialize)]
struct NamedApplication {
    client_id: Option<BotId>,
    named_in: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    keys: Vec<ListedKey>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct WasRevoked {
    key: ListedKey,
    forgotten_bots: Vec<BotId>,
}

impl Keys {
    /// Makes a key; with its text.
    pub(super) async fn create(
        &self,
        name: &str,
        bot: Option<BotId>,
        may: BTreeSet<KeyPermission>,
        days: Option<u32>,
    ) -> anyhow::Result<(ListedKey, String)> {
        match self {
            Self::Ours { keys, actor } => {
                let lives = days.map(|days| Duration::from_hours(u64::from(days) * 24));
                let scope = bot.map_or(KeyScope::Invitation, KeyScope::Bot);
                let (key, text) = keys.create(NewKey { name: name.to_owned(), scope, may, lives }, actor).await?;
                Ok((key.into(), text.expose_secret().to_owned()))
            }
            Self::OfRunning(service) => {
                let body = json!({ "name": name, "bot": bot, "may": may, "days": days });
                let Made { text, key } = service.ask(Method::POST, "/keys", Some(body)).await?.context("no answer")?;
                Ok((key, text))
            }
        }
    }

    /// A page of keys, and where the next one begins.
    pub(super) async fn page(&self, after: Option<String>) -> anyhow::Result<(Vec<ListedKey>, Option<String>)> {
        match self {
            Self::Ours { keys, .. } => {
                let page = keys.page(PAGE, after.map(|after| after.parse()).transpose()?).await?;
                Ok((page.keys.into_iter().map(ListedKey::from).collect(), page.next.map(|next| next.to_string())))
            }
            Self::OfRunning(service) => {
                let rest = after.map_or_else(|| "/keys".to_owned(), |after| format!("/keys?after={after}"));
                let Listed { keys, next } = service.ask(Method::GET, &rest, None).await?.context("no answer")?;
                Ok((keys, next))
            }
        }
    }

    /// Revokes a key; with the bots whose tokens were forgotten. `None` where there is no such key.
    pub(super) async fn revoke(
        &self,
        id: &KeyId,
        forget_token: bool,
    ) -> anyhow::Result<Option<(ListedKey, Vec<BotId>)>> {
        match self {
            Self::Ours { keys, actor } => {
                let revoked = keys.revoke(id, forget_token, actor).await?;
                Ok(revoked.map(|Revoked { key, forgotten }| (key.into(), forgotten)))
            }
            Self::OfRunning(service) => {
                let rest = format!("/keys/{id}?forget_token={forget_token}");
                let revoked = service.ask(Method::DELETE, &rest, None).await?;
                Ok(revoked.map(|WasRevoked { key, forgotten_bots }| (key, forgotten_bots)))
            }
        }
    }
}

impl RunningService {
    /// The one at the address of this configuration.
    pub(super) fn of(config: &Config) -> anyhow::Result<Self> {
        let files = config.http.tls.files();
        // The operator's key goes to this address and to none that it names.
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).timeout(PATIENCE);
        let (scheme, http) = match &files {
            // Its own certificate may be made out to a name that leads elsewhere, or to none.
            Some(files) => ("https", http.use_preconfigured_tls(pinned(files)?)),
            None => ("http", http),
        };
        let http = http.build().context("making the HTTP client")?;
        let url = format!("{scheme}://{}/api", config.http.address);
        Ok(Self { http, url, operator_key: config.security.operator_key.clone() })
    }

    /// Has it make a link that signs the operator in.
    pub(super) async fn login_link(&self) -> anyhow::Result<String> {
        let made: Option<MadeLink> = self.ask(Method::POST, "/auth/links", None).await?;
        Ok(made.context("it has no such links: is it of this version, and is http.public_url set?")?.url)
    }

    /// By which application people sign in there that somebody entered in the dashboard; `None` where that is none.
    pub(super) async fn sign_in_application(&self) -> anyhow::Result<Option<BotId>> {
        let named: Option<NamedApplication> = self.ask(Method::GET, "/auth/application", None).await?;
        Ok(named.filter(|named| named.named_in.as_deref() == Some("dashboard")).and_then(|named| named.client_id))
    }

    /// Asks for something; `None` where there is no such thing.
    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        rest: &str,
        body: Option<Value>,
    ) -> anyhow::Result<Option<T>> {
        let mut request = self.http.request(method, format!("{}{rest}", self.url));
        request = request.bearer_auth(self.operator_key.expose_secret());
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.with_context(|| {
            format!(
                "asking the service that runs, at {}: is it this address that it listens on (http.address)?",
                self.url
            )
        })?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => Ok(Some(answer.json().await.context("reading the service's answer")?)),
            status => {
                let problem: Value = answer.json().await.unwrap_or_default();
                bail!("the service that runs refused: {status}, {}", problem["detail"].as_str().unwrap_or("no reason"))
            }
        }
    }
}

impl From<ApiKey> for ListedKey {
    fn from(key: ApiKey) -> Self {
        let bot = match key.scope {
            KeyScope::Bot(bot) => Some(bot),
            KeyScope::Invitation => None,
        };
        let ApiKey { id, name, expires_at, revoked_at, last_used_at, .. } = key;
        Self { id, name, bot, expires_at, revoked_at, last_used_at }
    }
}

impl fmt::Display for ListedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = self.bot.map_or_else(|| "invitation".to_owned(), |bot| bot.to_string());
        let state = match (self.revoked_at, self.expires_at) {
            (Some(at), _) => format!("revoked {}", at.to_rfc3339()),
            (None, Some(end)) => format!("until {}", end.to_rfc3339()),
            (None, None) => "live".to_owned(),
        };
        let used = self.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", at.to_rfc3339()));
        write!(f, "{}  {scope:<20}  {:<32}  {state}, {used}", self.id, self.name)
    }
}
