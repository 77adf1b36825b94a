//! Whatever way a connection ends, what happens next is right.

use std::time::Duration;

use discord_simulator::Simulator;
use discord_simulator::faults::GatewayFaults;
use tickit_domain::bot::{BotState, StopReason};

use super::{TestGateway, id, quick};

#[tokio::test]
async fn every_close_code_is_answered_as_it_should_be() {
    let gateway = TestGateway::open().await;
    let mut bots = Vec::new();
    for code in (4000..=4014).chain([1000, 1001, 3000, 4999]) {
        bots.push((code, gateway.bot(&code.to_string()).await));
    }
    for (code, bot) in &bots {
        gateway.discord.faults().gateway(bot).close(*code);
    }
    for (code, bot) in &bots {
        let stop = match code {
            4004 => Some(StopReason::TokenRevoked),
            4010 | 4011 => Some(StopReason::ShardingRequired),
            4012 => Some(StopReason::GatewayVersion),
            4013 | 4014 => Some(StopReason::IntentsDisallowed),
            _ => None,
        };
        match (stop, code) {
            (Some(reason), _) => {
                gateway.until(bot, BotState::Stopped(reason)).await;
                assert_eq!((gateway.discord.resume_count(bot), gateway.discord.identify_count(bot)), (0, 1), "{code}");
            }
            // This Discord has ended those sessions but 4006's, so that a RESUME is answered with op 9.
            (None, 1000 | 1001 | 4003 | 4005..=4007 | 4009) => gateway.until_began(bot, 0, 2).await,
            (None, _) => gateway.until_began(bot, 1, 1).await,
        }
    }
    let mut stopped: Vec<_> = gateway.listener.heard().into_iter().map(|(bot, _)| bot).collect();
    stopped.sort_unstable();
    let fatal = bots.iter().filter(|(code, _)| matches!(code, 4004 | 4010..=4014));
    assert_eq!(stopped, fatal.map(|(_, bot)| id(bot)).collect::<Vec<_>>());
    gateway.close().await;
}

#[tokio::test]
async fn a_close_without_a_code_and_a_reset_are_resumed() {
    let gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    let sessions = super::session_ids(&gateway, &bot);
    let faults: [fn(&GatewayFaults); 5] = [
        GatewayFaults::close_without_code,
        GatewayFaults::drop_tcp,
        GatewayFaults::ask_to_reconnect,
        |gateway| gateway.invalidate(true),
        GatewayFaults::oversized,
    ];
    for (resumes, fault) in (1..).zip(faults) {
        fault(&gateway.discord.faults().gateway(&bot));
        gateway.until_began(&bot, resumes, 1).await;
    }
    assert_eq!(super::session_ids(&gateway, &bot), sessions);
    gateway.close().await;
}

#[tokio::test]
async fn a_session_that_is_gone_is_begun_anew() {
    let gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    gateway.discord.faults().gateway(&bot).invalidate(false);
    gateway.until_began(&bot, 0, 2).await;
    gateway.discord.faults().gateway(&bot).forget_sessions();
    gateway.discord.faults().gateway(&bot).drop_tcp();
    gateway.until_began(&bot, 0, 3).await;
    gateway.close().await;
}

#[tokio::test]
async fn a_connection_without_acknowledgements_is_left_and_resumed() {
    let builder = Simulator::builder().heartbeat_interval(Duration::from_millis(60));
    let gateway = TestGateway::with(builder, quick()).await;
    let (bot, other) = (gateway.bot("Helper").await, gateway.bot("Other").await);
    gateway.discord.faults().gateway(&bot).silence();
    let resumed = gateway.discord.until(super::PATIENCE, || gateway.discord.resume_count(&bot) >= 2).await;
    assert!(resumed, "a dead connection was kept");
    gateway.discord.faults().gateway(&bot).recover();
    gateway.until(&bot, BotState::Ready).await;
    assert_eq!(gateway.discord.identify_count(&bot), 1);
    assert_eq!(gateway.discord.resume_count(&other), 0, "heartbeats were not acknowledged in time");
    gateway.close().await;
}

#[tokio::test]
async fn events_missed_meanwhile_are_replayed_once_and_in_order() {
    let mut gateway = TestGateway::open().await;
    let bot = gateway.discord.application("Helper");
    let guild = gateway.discord.guild("Acme");
    guild.invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    gateway.start(&bot);
    gateway.event(&bot, "GUILD_CREATE").await;
    gateway.discord.faults().gateway(&bot).drop_tcp();
    for name in ["one", "two", "three"] {
        guild.text_channel(name);
    }
    for name in ["one", "two", "three"] {
        let event = gateway.event(&bot, "CHANNEL_CREATE").await;
        let channel: serde_json::Value = serde_json::from_str(event.data.get()).unwrap();
        assert_eq!(channel["name"], name);
    }
    gateway.event(&bot, "RESUMED").await;
    assert_eq!(gateway.discord.identify_count(&bot), 1);
    gateway.close().await;
}
