//! One bot's trouble is no other bot's.

use std::time::Duration;

use discord_simulator::faults::GatewayFaults;
use discord_simulator::{GuildHandle, Permissions};
use tickit_domain::bot::BotState;
use tokio::time::{Instant, sleep};

use super::{PATIENCE, TestGateway, id};

/// How long a neighbour's events take, one after another, while something goes on.
async fn worst_latency(
    gateway: &mut TestGateway,
    guild: &GuildHandle,
    quiet: &discord_simulator::ApplicationHandle,
) -> Duration {
    let mut worst = Duration::ZERO;
    for number in 0..20 {
        let sent = Instant::now();
        guild.text_channel(&format!("channel-{number}"));
        gateway.event(quiet, "CHANNEL_CREATE").await;
        worst = worst.max(sent.elapsed());
        sleep(Duration::from_millis(5)).await;
    }
    worst
}

async fn two_bots()
-> (TestGateway, GuildHandle, discord_simulator::ApplicationHandle, discord_simulator::ApplicationHandle) {
    let mut gateway = TestGateway::open().await;
    let (quiet, noisy) = (gateway.discord.application("Quiet"), gateway.bot("Noisy").await);
    let guild = gateway.discord.guild("Acme");
    guild.invite(&quiet, Permissions::ADMINISTRATOR);
    gateway.start(&quiet);
    gateway.event(&quiet, "GUILD_CREATE").await;
    (gateway, guild, quiet, noisy)
}

#[tokio::test]
async fn garbage_and_huge_frames_stay_with_their_bot() {
    let (mut gateway, guild, quiet, noisy) = two_bots().await;
    let faults = gateway.discord.faults().gateway(&noisy);
    let trouble = tokio::spawn(async move {
        for fault in
            [GatewayFaults::garbage, GatewayFaults::oversized, GatewayFaults::garbage, GatewayFaults::oversized]
        {
            fault(&faults);
            sleep(Duration::from_millis(40)).await;
        }
    });
    let worst = worst_latency(&mut gateway, &guild, &quiet).await;
    trouble.await.unwrap();
    assert!(worst < Duration::from_secs(1), "an event took {worst:?}");
    assert_eq!(gateway.discord.resume_count(&quiet), 0);
    gateway.until(&noisy, BotState::Ready).await;
    assert!(gateway.discord.identify_count(&noisy) <= 2);
    gateway.close().await;
}

#[tokio::test]
async fn a_flood_stays_with_its_bot_and_loses_nothing() {
    const EVENTS: u64 = 20_000;
    let (mut gateway, guild, quiet, noisy) = two_bots().await;
    let faults = gateway.discord.faults().gateway(&noisy);
    let flood = tokio::spawn(async move { faults.flood(EVENTS).await });
    let before = gateway.supervisor.counters().events.get();
    let worst = worst_latency(&mut gateway, &guild, &quiet).await;
    assert!(worst < Duration::from_secs(1), "an event took {worst:?}");
    let drain = async {
        while gateway.supervisor.counters().events.get() < before + EVENTS {
            gateway.events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, drain).await.expect("the flood did not come through");
    flood.await.unwrap();
    assert_eq!(gateway.supervisor.counters().events_dropped.get(), 0);
    assert_eq!((gateway.discord.resume_count(&noisy), gateway.discord.resume_count(&quiet)), (0, 0));
    gateway.close().await;
}

/// Nobody takes the noisy bot's events: its session waits, and its heart beats on.
#[tokio::test]
async fn a_bot_whose_events_are_not_handled_keeps_its_session() {
    let builder = discord_simulator::Simulator::builder().heartbeat_interval(Duration::from_millis(100));
    let settings = tickit::gateway::GatewaySettings { events_of_a_shard: 4, ..super::quick() };
    let mut gateway = TestGateway::with(builder, settings).await;
    let bot = gateway.bot("Helper").await;
    let faults = gateway.discord.faults().gateway(&bot);
    let mut held = vec![gateway.event(&bot, "GUILD_CREATE").await];
    let flood = tokio::spawn(async move { faults.flood(50).await });
    while held.len() < 4 {
        held.push(gateway.event(&bot, "TYPING_START").await);
    }
    sleep(Duration::from_millis(500)).await;
    gateway.until(&bot, BotState::Ready).await;
    assert_eq!(gateway.discord.resume_count(&bot), 0);
    assert!(gateway.discord.sessions(&bot)[0].connected);
    drop(held);
    for _ in 0..47 {
        drop(gateway.event(&bot, "TYPING_START").await);
    }
    flood.await.unwrap();
    assert_eq!(gateway.supervisor.states(), [(id(&bot), BotState::Ready)]);
    gateway.close().await;
}
