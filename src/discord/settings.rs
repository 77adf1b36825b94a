//! What the way out to Discord can be told.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use reqwest::Url;

use super::breaker::Thresholds;

/// Limits and addresses of the REST client. The defaults are Discord's own limits, with room to spare.
#[derive(Debug, Clone)]
pub struct RestSettings {
    /// Where Discord's API is, with its version and without a slash at the end; `DISCORD_API_BASE` sets it.
    pub base: String,
    /// What the client calls itself: Discord asks for `DiscordBot (url, version)`.
    pub user_agent: String,
    /// Certificate authorities that are trusted besides the public ones, as PEM.
    pub authorities: Arc<[u8]>,
    /// How many requests of a bot may leave in any second, at whichever moments of it. Discord takes 50.
    pub requests_per_second: u32,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How often limits that are over are forgotten, after requests.
    pub forget_every: Duration,
    /// 401, 403 and 429 answers in ten minutes, over all bots, from which on the log warns.
    pub invalid_warning: u32,
    /// 401, 403 and 429 answers in ten minutes, over all bots, from which on nothing is sent. Discord bans at 10,000.
    pub invalid_limit: u32,
    /// 401, 403 and 429 answers in ten minutes from which on one bot alone is held back.
    pub invalid_limit_of_a_bot: u32,
    /// The shortest and longest pause before something is tried again.
    pub retry: (Duration, Duration),
    /// Where the jitter of retries begins.
    pub seed: u64,
}

impl Default for RestSettings {
    fn default() -> Self {
        Self {
            base: "https://discord.com/api/v10".into(),
            user_agent: concat!("DiscordBot (tickit, ", env!("CARGO_PKG_VERSION"), ")").into(),
            authorities: Arc::default(),
            requests_per_second: 48,
            connect_timeout: Duration::from_secs(5),
            forget_every: Duration::from_secs(15),
            invalid_warning: 2_000,
            invalid_limit: 6_000,
            invalid_limit_of_a_bot: 1_500,
            retry: (Duration::from_millis(100), Duration::from_secs(5)),
            seed: 0,
        }
    }
}

impl RestSettings {
    /// How many refused requests are too many.
    pub(super) const fn thresholds(&self) -> Thresholds {
        let Self { invalid_warning: warning, invalid_limit: process, invalid_limit_of_a_bot: bot, .. } = *self;
        Thresholds { warning, process, bot }
    }

    /// The certificate authorities that are trusted besides the public ones.
    pub(super) fn certificates(&self) -> anyhow::Result<Vec<reqwest::Certificate>> {
        if self.authorities.is_empty() {
            return Ok(Vec::new());
        }
        reqwest::Certificate::from_pem_bundle(&self.authorities).context("reading certificate authorities")
    }

    /// The address of the API, checked.
    pub(super) fn base_url(&self) -> anyhow::Result<Url> {
        let url: Url = self.base.trim_end_matches('/').parse()?;
        anyhow::ensure!(matches!(url.scheme(), "http" | "https"), "the API base {url} is neither http nor https");
        anyhow::ensure!(
            url.scheme() == "https" || is_loopback(&url),
            "the API base {url} is neither https nor loopback"
        );
        Ok(url)
    }
}

/// Whether this address leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
