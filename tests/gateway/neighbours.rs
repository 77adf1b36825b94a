//! One bot's trouble is no other bot's.

use std::time::Duration;

use discord_simulator::faults::GatewayFaults;
use discord_simulator::{GuildHandle, Permissions};
use tickit_domain::bot::BotState;
use tokio::time::{Instant, sleep};

use super::{House, PATIENCE, id};

/// How long a neighbour's events take, one after another, while something goes on.
async fn worst_latency(
    house: &mut House,
    guild: &GuildHandle,
    quiet: &discord_simulator::ApplicationHandle,
) -> Duration {
    let mut worst = Duration::ZERO;
    for number in 0..20 {
        let sent = Instant::now();
        guild.text_channel(&format!("channel-{number}"));
        house.event(quiet, "CHANNEL_CREATE").await;
        worst = worst.max(sent.elapsed());
        sleep(Duration::from_millis(5)).await;
    }
    worst
}

async fn two_bots() -> (House, GuildHandle, discord_simulator::ApplicationHandle, discord_simulator::ApplicationHandle)
{
    let mut house = House::open().await;
    let (quiet, noisy) = (house.discord.application("Quiet"), house.bot("Noisy").await);
    let guild = house.discord.guild("Acme");
    guild.invite(&quiet, Permissions::ADMINISTRATOR);
    house.start(&quiet);
    house.event(&quiet, "GUILD_CREATE").await;
    (house, guild, quiet, noisy)
}

#[tokio::test]
async fn garbage_and_huge_frames_stay_with_their_bot() {
    let (mut house, guild, quiet, noisy) = two_bots().await;
    let faults = house.discord.faults().gateway(&noisy);
    let trouble = tokio::spawn(async move {
        for fault in
            [GatewayFaults::garbage, GatewayFaults::oversized, GatewayFaults::garbage, GatewayFaults::oversized]
        {
            fault(&faults);
            sleep(Duration::from_millis(40)).await;
        }
    });
    let worst = worst_latency(&mut house, &guild, &quiet).await;
    trouble.await.unwrap();
    assert!(worst < Duration::from_secs(1), "an event took {worst:?}");
    assert_eq!(house.discord.resume_count(&quiet), 0);
    house.until(&noisy, BotState::Ready).await;
    assert!(house.discord.identify_count(&noisy) <= 2);
    house.close().await;
}

#[tokio::test]
async fn a_flood_stays_with_its_bot_and_loses_nothing() {
    const EVENTS: u64 = 20_000;
    let (mut house, guild, quiet, noisy) = two_bots().await;
    let faults = house.discord.faults().gateway(&noisy);
    let flood = tokio::spawn(async move { faults.flood(EVENTS).await });
    let before = house.supervisor.counters().events.get();
    let worst = worst_latency(&mut house, &guild, &quiet).await;
    assert!(worst < Duration::from_secs(1), "an event took {worst:?}");
    let drain = async {
        while house.supervisor.counters().events.get() < before + EVENTS {
            house.events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, drain).await.expect("the flood did not come through");
    flood.await.unwrap();
    assert_eq!(house.supervisor.counters().events_dropped.get(), 0);
    assert_eq!((house.discord.resume_count(&noisy), house.discord.resume_count(&quiet)), (0, 0));
    house.close().await;
}

/// Nobody takes the noisy bot's events: its session waits, and its heart beats on.
#[tokio::test]
async fn a_bot_whose_events_are_not_handled_keeps_its_session() {
    let builder = discord_simulator::Simulator::builder().heartbeat_interval(Duration::from_millis(100));
    let settings = tickit::gateway::GatewaySettings { events_of_a_shard: 4, ..super::quick() };
    let mut house = House::with(builder, settings).await;
    let bot = house.bot("Helper").await;
    let faults = house.discord.faults().gateway(&bot);
    let mut held = vec![house.event(&bot, "GUILD_CREATE").await];
    let flood = tokio::spawn(async move { faults.flood(50).await });
    while held.len() < 4 {
        held.push(house.event(&bot, "TYPING_START").await);
    }
    sleep(Duration::from_millis(500)).await;
    house.until(&bot, BotState::Ready).await;
    assert_eq!(house.discord.resume_count(&bot), 0);
    assert!(house.discord.sessions(&bot)[0].connected);
    drop(held);
    for _ in 0..47 {
        drop(house.event(&bot, "TYPING_START").await);
    }
    flood.await.unwrap();
    assert_eq!(house.supervisor.states(), [(id(&bot), BotState::Ready)]);
    house.close().await;
}
