//! Where gateways are, and which of them a token may be sent to.

use anyhow::Context as _;
use reqwest::Url;
use serde::Deserialize;

use crate::discord::is_loopback;

/// Which gateways are trusted, as follows from where the API is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// The API is Discord's own: gateways are Discord's, over TLS.
    Discord,
    /// The API is on this machine: nothing else is ever contacted.
    Loopback,
    /// The API is behind somebody's proxy: any gateway over TLS.
    Proxy,
}

/// What of the answer to `GET /applications/@me` concerns sessions.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Application {
    /// What Discord lets the application do.
    #[serde(default)]
    pub flags: u64,
}

/// The answer to `GET /gateway/bot`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GatewayForBot {
    /// Where the gateway is.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u16,
    /// How many sessions may be begun.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may be begun.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct SessionStartLimit {
    /// In a day.
    pub total: u32,
    /// In what is left of the day.
    pub remaining: u32,
    /// Milliseconds until the day ends.
    pub reset_after: u64,
    /// How many in 5 seconds.
    pub max_concurrency: u16,
}

impl Trust {
    /// What follows from the API's address.
    pub fn of(base: &Url) -> Self {
        match base.host_str() {
            _ if is_loopback(base) => Self::Loopback,
            Some(host) if belongs_to(host, "discord.com") => Self::Discord,
            _ => Self::Proxy,
        }
    }

    /// Whether the sockets themselves must lead to this machine.
    pub fn is_loopback(self) -> bool {
        self == Self::Loopback
    }

    /// The gateway's address with version and encoding, if it is trusted.
    pub fn check(self, url: &str) -> anyhow::Result<Url> {
        let mut url: Url = url.parse().context("reading the gateway's address")?;
        let host = url.host_str().unwrap_or_default();
        let trusted = match (self, url.scheme()) {
            (Self::Loopback, "ws" | "wss") => is_loopback(&url),
            (Self::Discord, "wss") => belongs_to(host, "discord.gg") || belongs_to(host, "discord.com"),
            (Self::Proxy, "wss") => true,
            _ => false,
        };
        anyhow::ensure!(trusted, "the gateway at {host} is not one that a token may be sent to");
        url.set_query(Some("v=10&encoding=json"));
        Ok(url)
    }
}

fn belongs_to(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusts(base: &str, gateway: &str) -> bool {
        Trust::of(&base.parse().unwrap()).check(gateway).is_ok()
    }

    #[test]
    fn a_simulated_discord_never_leads_to_the_real_one() {
        for base in ["http://127.0.0.1:4000/api/v10", "http://localhost:1/api", "http://[::1]:1/api/v10"] {
            for real in [
                "wss://gateway.discord.gg",
                "ws://192.168.0.1",
                "wss://127.0.0.1.example",
                "wss://gateway-us-east1-b.discord.gg",
            ] {
                assert!(!trusts(base, real), "{base} led to {real}");
            }
            assert!(trusts(base, "ws://127.0.0.1:4001/gateway") && trusts(base, "ws://[::1]:4001"));
        }
    }

    #[test]
    fn discords_token_goes_to_discord_over_tls() {
        let base = "https://discord.com/api/v10";
        assert!(trusts(base, "wss://gateway.discord.gg") && trusts(base, "wss://gateway-us-east1-b.discord.gg/"));
        for other in [
            "ws://gateway.discord.gg",
            "wss://evildiscord.gg",
            "wss://discord.gg.example",
            "ws://127.0.0.1",
            "wss://[::1]",
            "nonsense",
        ] {
            assert!(!trusts(base, other), "{other} is trusted");
        }
        let url = Trust::Discord.check("wss://gateway.discord.gg?v=6").unwrap();
        assert_eq!(url.as_str(), "wss://gateway.discord.gg/?v=10&encoding=json");
    }
}
