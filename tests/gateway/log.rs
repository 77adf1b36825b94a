//! What the log says of sessions: what an operator wants to know, once.

use tickit_domain::bot::{BotState, StopReason};

use super::TestGateway;
use crate::support::{Log, TestService, eventually};

#[tokio::test]
async fn a_session_that_was_lost_and_one_that_was_resumed_are_told_once() {
    let (log, _guard) = Log::begin();
    let gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    gateway.discord.faults().gateway_away(std::time::Duration::from_secs(30));
    let tried = || gateway.supervisor.counters().disconnects.get() >= 5;
    assert!(super::eventually(tried).await);
    gateway.discord.clock().advance(std::time::Duration::from_secs(30));
    gateway.until(&bot, BotState::Ready).await;
    assert_eq!(log.lines("the session is lost").len(), 1);
    assert_eq!(log.lines("the bot is degraded").len(), 1);
    let resumed = log.lines("the session is resumed");
    assert!(resumed.len() == 1 && resumed[0].contains(&bot.id().to_string()), "{resumed:?}");
    assert!(log.lines("the connection ended").is_empty());
    gateway.close().await;
}

#[tokio::test]
async fn a_bot_that_stopped_for_good_is_told_once() {
    let (log, _guard) = Log::begin();
    let app = TestService::ready().await;
    app.bot.reset_token();
    let stopped = BotState::Stopped(StopReason::TokenRevoked);
    eventually("the bot is stopped", || app.service.bots().iter().all(|bot| bot.state == stopped)).await;
    let bot = app.bot.id().to_string();
    let told: Vec<_> = log.lines("stopped").into_iter().filter(|line| line.contains(&bot)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    app.finish().await;
}
