//! What is stopped for good stays stopped, and its owner is told why.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::Simulator;
use secrecy::SecretString;
use tickit::discord::intents::Intents;
use tickit::discord::{Rest, RestSettings};
use tickit::gateway::GatewaySettings;
use tickit_domain::bot::{BotState, StopReason};
use tokio::time::sleep;

use super::{GUILDS, House, MESSAGE_CONTENT, Reversed, id, quick};

#[tokio::test]
async fn a_token_that_is_reset_stops_the_bot_until_it_is_registered_anew() {
    let house = House::open().await;
    let bot = house.bot("Helper").await;
    let token = bot.reset_token();
    house.until(&bot, BotState::Stopped(StopReason::TokenRevoked)).await;
    assert!(super::eventually(|| house.listener.heard().len() == 1).await);
    let asked = house.discord.requests().len();
    sleep(Duration::from_millis(100)).await;
    assert_eq!(house.discord.requests().len(), asked, "it was tried again");
    assert_eq!(house.listener.heard(), [(id(&bot), StopReason::TokenRevoked)]);
    house.supervisor.start(id(&bot), SecretString::from(token));
    house.until_began(&bot, 0, 2).await;
    house.close().await;
}

#[tokio::test]
async fn a_token_that_was_never_valid_costs_one_request() {
    let house = House::open().await;
    let bot = house.application("Helper");
    house.supervisor.start(id(&bot), SecretString::from("nonsense"));
    house.until(&bot, BotState::Stopped(StopReason::TokenRevoked)).await;
    house.supervisor.restart(id(&bot));
    house.until(&bot, BotState::Stopped(StopReason::TokenRevoked)).await;
    assert_eq!(house.discord.request_count("GET", "/applications/@me"), 1, "a dead token was used again");
    house.close().await;
}

#[tokio::test]
async fn an_intent_that_is_not_allowed_stops_the_bot() {
    let mut house = House::open().await;
    let always = GUILDS | 1 << 9 | 1 << 15;
    house.reopen(Arc::new(Reversed), GatewaySettings { intents: Intents { always, ..Intents::default() }, ..quick() });
    let bot = house.application("Helper");
    house.start(&bot);
    house.until(&bot, BotState::Stopped(StopReason::IntentsDisallowed)).await;
    bot.grant_intents(MESSAGE_CONTENT);
    house.start(&bot);
    house.until(&bot, BotState::Ready).await;
    house.close().await;
}

/// A session that were resumed would go on without the intent.
#[tokio::test]
async fn an_intent_that_is_switched_on_is_there_after_the_next_restart() {
    let mut house = House::open().await;
    let intents = Intents { always: GUILDS, privileged: 1 << 15, flags: 1 << 18 | 1 << 19 };
    let settings = || GatewaySettings { intents, ..quick() };
    house.reopen(Arc::new(Reversed), settings());
    let bot = house.bot("Helper").await;
    house.supervisor.restart(id(&bot));
    house.until_began(&bot, 1, 1).await;
    bot.grant_intents(MESSAGE_CONTENT);
    house.supervisor.stop_all().await;
    house.reopen(Arc::new(Reversed), settings());
    house.start(&bot);
    house.until_began(&bot, 1, 2).await;
    house.close().await;
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
    let mut house = House::open().await;
    house.rest = Rest::new(RestSettings { base, ..RestSettings::default() }, Arc::new(())).unwrap();
    house.reopen(Arc::new(Reversed), quick());
    let bot = house.application("Helper");
    house.start(&bot);
    house.until(&bot, BotState::Waiting).await;
    sleep(Duration::from_millis(50)).await;
    assert_eq!(house.supervisor.counters().identifies.get(), 0);
    server.abort();
    house.close().await;
}

#[tokio::test]
async fn no_bot_identifies_more_often_than_it_may() {
    let settings = GatewaySettings { identify_limit: 3, ..quick() };
    let house = House::with(Simulator::builder(), settings).await;
    let bot = house.bot("Helper").await;
    for identifies in 2..=3 {
        house.discord.faults().gateway(&bot).invalidate(false);
        house.until_began(&bot, 0, identifies).await;
    }
    house.discord.faults().gateway(&bot).invalidate(false);
    house.until(&bot, BotState::Waiting).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(house.discord.identify_count(&bot), 3);
    house.close().await;
}

/// Somebody else identifies with the same token: Discord's own count decides.
#[tokio::test]
async fn what_others_identified_counts_too() {
    let house = House::open().await;
    let bot = house.application("Helper");
    bot.set_identifies_left(101);
    house.start(&bot);
    house.until_began(&bot, 0, 1).await;
    house.discord.faults().gateway(&bot).invalidate(false);
    house.until(&bot, BotState::Waiting).await;
    sleep(Duration::from_millis(100)).await;
    assert_eq!(house.discord.identify_count(&bot), 1);
    house.close().await;
}
