//! The same presses by each door: Tickit's own session, Discord's signed requests, a host that hands them over, and a host
//! that answers by itself, which is what the others are compared with.

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use reqwest::Client;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::rates::{label, presses_in};
use crate::service::BenchService;
use crate::support::process::OPERATOR_KEY;
use crate::support::report::say;

/// A way from Discord to whoever answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Gateway,
    Signed,
    HandedOver { inline: bool },
    HostItself,
}

const DOORS: [Door; 5] = [
    Door::HostItself,
    Door::HandedOver { inline: false },
    Door::HandedOver { inline: true },
    Door::Gateway,
    Door::Signed,
];

/// Plays the same rate by each door.
pub async fn each(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let service = BenchService::set(engine, options.bots, options).await?;
    let url = service.service.url().await.context("the service does not listen")?;
    let (host, address) = Host::start(url.clone()).await?;
    let mut first = 0;
    for door in DOORS {
        for guild in service.guilds.iter() {
            let bot = &guild.guild.bot;
            match door {
                Door::Gateway => bot.clear_interactions_endpoint(),
                Door::Signed => bot.set_interactions_endpoint(&format!("{url}/discord/{}", bot.id())),
                Door::HandedOver { inline: false } => set(bot, &address, "token"),
                Door::HandedOver { inline: true } => set(bot, &address, "inline"),
                Door::HostItself => set(bot, &address, "itself"),
            }
        }
        let count = presses_in(options.rate, options.seconds);
        let presses = service.presses(label(options)?, first, count);
        first += count;
        let since = service.mark();
        let outcome = service.play(presses, f64::from(options.rate)).await?;
        say(&format!("  {door:?}, {} presses/s: {}", options.rate, outcome.line()));
        service.say_usage("of which", since);
    }
    host.abort();
    service.strike(engine).await
}

fn set(bot: &discord_simulator::ApplicationHandle, address: &str, how: &str) {
    bot.set_interactions_endpoint(&format!("http://{address}/{how}/{}", bot.id()));
}

/// A program that the bots live in.
struct Host {
    http: Client,
    service: String,
}

impl Host {
    async fn start(service: String) -> anyhow::Result<(JoinHandle<()>, String)> {
        let host = Arc::new(Self { http: Client::builder().no_proxy().build()?, service });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let router = Router::new().route("/{how}/{bot}", post(take)).with_state(host);
        let serving = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Ok((serving, address))
    }
}

async fn take(Path((how, bot)): Path<(String, String)>, State(host): State<Arc<Host>>, body: Bytes) -> Response {
    if how == "itself" {
        let own = json!({ "type": 5, "data": { "flags": 64 } });
        return axum::Json(own).into_response();
    }
    let url = format!("{}/api/bots/{bot}/interactions", host.service);
    let request = host.http.post(url).bearer_auth(OPERATOR_KEY).header("x-tickit-answer", how).body(body);
    match request.send().await {
        Ok(answer) if answer.status() == StatusCode::OK => match answer.bytes().await {
            Ok(reply) => ([("content-type", "application/json")], reply).into_response(),
            Err(_) => StatusCode::BAD_GATEWAY.into_response(),
        },
        Ok(answer) => answer.status().into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}
