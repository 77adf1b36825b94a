//! What is stopped for good stays stopped, and its owner is told why.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::Simulator;
use secrecy::SecretString;
use tickit::discord::intents::Intents;
use tickit::discord::{Rest, RestSettings};
use tickit::gateway::GatewaySettings;
use tickit_domain::bot::{BotState, StopReason, Trouble};
use tokio::time::sleep;

use super::{GUILDS, MESSAGE_CONTENT, Reversed, TestGateway, id, quick};

#[tokio::test]
async fn a_token_that_is_reset_stops_the_bot_until_it_is_registered_anew() {
    let gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    let token = bot.reset_token();
    gateway.until(&bot, BotState::Stopped(StopReason::TokenRevoked)).await;
    assert!(super::eventually(|| gateway.listener.heard().len() == 1).await);
    let asked = gateway.discord.requests().len();
    sleep(Duration::from_millis(100)).await;
    assert_eq!(gateway.discord.requests().len(), asked, "it was tried again");
    assert_eq!(gateway.listener.heard(), [(id(&bot), StopReason::TokenRevoked)]);
    gateway.supervisor.start(id(&bot), SecretString::from(token));
    gateway.until_began(&bot, 0, 2).await;
    gateway.close().await;
}

#[tokio::test]
async fn a_token_that_was_never_valid_costs_one_request() {
    let gateway = TestGateway::open().await;
    let bot = gateway.application("Helper");
    gateway.supervisor.start(id(&bot), SecretString::from("nonsense"));
    gateway.until(&bot, BotState::Stopped(StopReason::TokenRevoked)).await;
    gateway.supervisor.restart(id(&bot));
    gateway.until(&bot, BotState::Stopped(StopReason::TokenRevoked)).await;
    assert_eq!(gateway.discord.request_count("GET", "/applications/@me"), 1, "a dead token was used again");
    gateway.close().await;
}

#[tokio::test]
async fn an_intent_that_is_not_allowed_stops_the_bot() {
    let mut gateway = TestGateway::open().await;
    let always = GUILDS | 1 << 9 | 1 << 15;
    gateway
        .reopen(Arc::new(Reversed), GatewaySettings { intents: Intents { always, ..Intents::default() }, ..quick() });
    let bot = gateway.application("Helper");
    gateway.start(&bot);
    gateway.until(&bot, BotState::Stopped(StopReason::IntentsDisallowed)).await;
    bot.grant_intents(MESSAGE_CONTENT);
    gateway.start(&bot);
    gateway.until(&bot, BotState::Ready).await;
    gateway.close().await;
}

/// A session that were resumed would go on without the intent.
#[tokio::test]
async fn an_intent_that_is_switched_on_is_there_after_the_next_restart() {
    let mut gateway = TestGateway::open().await;
    let intents = Intents { always: GUILDS, privileged: 1 << 15, flags: 1 << 18 | 1 << 19 };
    let settings = || GatewaySettings { intents, ..quick() };
    gateway.reopen(Arc::new(Reversed), settings());
    let bot = gateway.bot("Helper").await;
    gateway.supervisor.restart(id(&bot));
    gateway.until_began(&bot, 1, 1).await;
    bot.grant_intents(MESSAGE_CONTENT);
    gateway.supervisor.stop_all().await;
    gateway.reopen(Arc::new(Reversed), settings());
    gateway.start(&bot);
    gateway.until_began(&bot, 1, 2).await;
    gateway.close().await;
}

/// A simulated Discord that names the real gateway, as one that is badly set up might.
#[tokio::test]
async fn no_token_leaves_loopback() {
    let real = "wss://gateway.discord.gg";
    let answer = serde_json::json!({ "url": real, "shards": 1, "session_start_limit":
        { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 } });
    let app = axum::Router::new().fallback(move || async move { axum::Json(answer) });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut gateway = TestGateway::open().await;
    gateway.rest = Rest::new(RestSettings { base, ..RestSettings::default() }, Arc::new(())).unwrap();
    gateway.reopen(Arc::new(Reversed), quick());
    let bot = gateway.application("Helper");
    gateway.start(&bot);
    gateway.until(&bot, BotState::Waiting).await;
    sleep(Duration::from_millis(50)).await;
    assert_eq!(gateway.supervisor.counters().identifies.get(), 0);
    server.abort();
    gateway.close().await;
}

#[tokio::test]
async fn no_bot_identifies_more_often_than_it_may() {
    let settings = GatewaySettings { identify_limit: 3, ..quick() };
    let gateway = TestGateway::with(Simulator::builder(), settings).await;
    let bot = gateway.bot("Helper").await;
    for identifies in 2..=3 {
        gateway.discord.faults().gateway(&bot).invalidate(false);
        gateway.until_began(&bot, 0, identifies).await;
    }
    gateway.discord.faults().gateway(&bot).invalidate(false);
    gateway.until(&bot, BotState::Degraded(Trouble::IdentifyLimit)).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(gateway.discord.identify_count(&bot), 3);
    gateway.close().await;
}

/// Somebody else identifies with the same token: Discord's own count decides.
#[tokio::test]
async fn what_others_identified_counts_too() {
    let gateway = TestGateway::open().await;
    let bot = gateway.application("Helper");
    bot.set_identifies_left(101);
    gateway.start(&bot);
    gateway.until_began(&bot, 0, 1).await;
    gateway.discord.faults().gateway(&bot).invalidate(false);
    gateway.until(&bot, BotState::Waiting).await;
    sleep(Duration::from_millis(100)).await;
    assert_eq!(gateway.discord.identify_count(&bot), 1);
    gateway.close().await;
}
