//! Signed POSTs to endpoints, on loopback only.
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use anyhow::Context as _;
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, Uri, header},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};

use super::SigningKey;
use crate::{Clock, Millis};

/// The largest answer: ten files and their form.
const LARGEST_ANSWER: usize = 26 * 1024 * 1024;
/// How long a connection is kept for the next interaction.
const IDLE: Duration = Duration::from_secs(4);

/// The client.
#[derive(Debug)]
pub(super) struct Poster {
    http: Client<HttpConnector, Body>,
}

/// A body with its signature.
#[derive(Debug)]
pub(super) struct Signed {
    timestamp: String,
    signature: String,
    body: String,
}

/// What an endpoint answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoReply {
    #[error("the simulator posts to http on loopback only")]
    Elsewhere,
    #[error("no answer in time")]
    Late,
    #[error("no answer: {0:#}")]
    Failed(anyhow::Error),
}

impl Signed {
    /// Signed as of now.
    pub(super) fn properly(key: &SigningKey, now: Millis, body: String) -> Self {
        let timestamp = (now / 1000).to_string();
        let signature = key.sign(&timestamp, body.as_bytes());
        Self { timestamp, signature, body }
    }

    /// With a signature of the right form that is another body's.
    pub(super) fn badly(key: &SigningKey, now: Millis, body: String) -> Self {
        let other = Self::properly(key, now, format!("{body} "));
        Self { body, ..other }
    }
}

impl Poster {
    pub(super) fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE).http1_title_case_headers(true);
        Self { http: builder.build(connector) }
    }

    /// Posts, and waits for the answer until the clock is past the deadline.
    pub(super) async fn post(
        &self,
        clock: &Clock,
        deadline: Millis,
        url: &str,
        signed: Signed,
    ) -> Result<Reply, NoReply> {
        let url: Uri = url.parse().map_err(|_| NoReply::Elsewhere)?;
        let (target, host) = on_loopback(&url).ok_or(NoReply::Elsewhere)?;
        tokio::select! {
            biased;
            reply = self.exchange(target, &host, signed) => reply.map_err(NoReply::Failed),
            () = clock.sleep_until(deadline + 1) => Err(NoReply::Late),
        }
    }

    async fn exchange(&self, target: Uri, host: &str, signed: Signed) -> anyhow::Result<Reply> {
        let request = Request::post(target)
            .header(header::HOST, host)
            .header(header::USER_AGENT, "Discord-Interactions/1.0 (+https://discord.com)")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-signature-ed25519", signed.signature)
            .header("x-signature-timestamp", signed.timestamp)
            .body(Body::from(signed.body))
            .context("making the request")?;
        let (parts, body) = self.http.request(request).await.context("posting")?.into_parts();
        let body = to_bytes(Body::new(body), LARGEST_ANSWER).await.context("reading the answer")?;
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// Where to connect, by number so that no name is looked up, and what to call the host. `None` if it is elsewhere.
fn on_loopback(url: &Uri) -> Option<(Uri, String)> {
    if url.scheme_str() != Some("http") {
        return None;
    }
    let authority = url.authority()?;
    let name = authority.host().trim_matches(['[', ']']);
    let local = name.eq_ignore_ascii_case("localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let ip = local.or_else(|| name.parse().ok()).filter(IpAddr::is_loopback)?;
    let port = authority.port_u16();
    let address = SocketAddr::new(ip, port.unwrap_or(80));
    let host = port.map_or_else(|| authority.host().to_owned(), |port| format!("{}:{port}", authority.host()));
    let path = url.path_and_query().map_or("/", |path| path.as_str());
    let target = Uri::builder().scheme("http").authority(address.to_string()).path_and_query(path).build().ok()?;
    Some((target, host))
}

#[cfg(test)]
mod tests {
    use super::on_loopback;

    #[test]
    fn only_http_on_loopback_is_contacted() {
        let reached = |url: &str| url.parse().ok().and_then(|url| on_loopback(&url)).map(|(url, _)| url.to_string());
        let as_it_is = ["http://127.0.0.1:8080/discord/5?a=b", "http://[::1]:80/", "http://127.9.9.9:1/"];
        for url in as_it_is {
            assert_eq!(reached(url).as_deref(), Some(url));
        }
        assert_eq!(reached("http://LocalHost:81/x").as_deref(), Some("http://127.0.0.1:81/x"));
        assert_eq!(reached("http://me@127.0.0.1").as_deref(), Some("http://127.0.0.1:80/"));
        let elsewhere =
            ["http://192.0.2.1/", "http://example.com/", "https://127.0.0.1/", "http://127.0.0.1@192.0.2.1/"];
        for url in elsewhere.into_iter().chain(["http://127.0.0.1.example.com/", "http://2130706433/", "/discord"]) {
            assert_eq!(reached(url), None, "{url}");
        }
    }
}
