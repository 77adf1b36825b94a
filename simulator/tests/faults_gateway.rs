//! A gateway that behaves badly, on demand.
use std::time::Duration;

use serde_json::json;

use discord_simulator::{ApplicationHandle, GuildHandle, Intents, Permissions, Simulator, faults::GatewayFaults};

use crate::wire::{Heard, Wire, identify, resume};

const GUILDS: Intents = Intents::GUILDS;

async fn connected() -> (Simulator, ApplicationHandle, GuildHandle, Wire, serde_json::Value) {
    let discord = Simulator::builder().seed(7).identify_interval(Duration::ZERO).start().await.unwrap();
    let bot = discord.application("Helper");
    let guild = discord.guild("Acme");
    guild.invite(&bot, Permissions::ADMINISTRATOR);
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    wire.event("GUILD_CREATE").await;
    (discord, bot, guild, wire, ready["session_id"].clone())
}

#[tokio::test]
async fn a_connection_can_be_closed_with_a_code_without_one_or_dropped() {
    let (discord, bot, _guild, mut wire, session) = connected().await;
    discord.faults().gateway(&bot).close(4000);
    assert_eq!(wire.end().await, Heard::Closed(Some(4000)));
    for fault in [GatewayFaults::close_without_code, GatewayFaults::drop_tcp] {
        let mut again = Wire::connect(&discord).await;
        again.send(resume(&bot.token(), &session, wire.seq)).await;
        again.event("RESUMED").await;
        fault(&discord.faults().gateway(&bot));
        assert!(matches!(again.end().await, Heard::Closed(None | Some(1005)) | Heard::Dropped));
        wire = again;
    }
    assert_eq!(discord.resume_count(&bot), 2);
    discord.faults().gateway(&bot).forget_sessions();
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &session, wire.seq)).await;
    assert_eq!(again.payload().await["op"], 9);
}

#[tokio::test]
async fn op_1_7_and_9_come_when_ordered() {
    let (discord, bot, _guild, mut wire, session) = connected().await;
    let gateway = discord.faults().gateway(&bot);
    gateway.ask_for_heartbeat();
    assert_eq!(wire.payload().await["op"], 1);
    gateway.ask_to_reconnect();
    assert_eq!(wire.payload().await["op"], 7);
    gateway.invalidate(true);
    assert_eq!(wire.payload().await, json!({ "op": 9, "d": true, "t": null, "s": null }));
    wire.send(resume(&bot.token(), &session, wire.seq)).await;
    wire.event("RESUMED").await;
    gateway.invalidate(false);
    assert_eq!(wire.payload().await["d"], false);
    assert_eq!(discord.sessions(&bot), []);
    wire.send(identify(&bot.token(), GUILDS)).await;
    wire.event("READY").await;
}

#[tokio::test]
async fn heartbeats_stay_unanswered_in_silence() {
    let (discord, bot, guild, mut wire, _) = connected().await;
    discord.faults().gateway(&bot).silence();
    wire.send(json!({ "op": 1, "d": null })).await;
    // The acknowledgement would come first.
    wire.send(json!({ "op": 8, "d": { "guild_id": guild.id(), "user_ids": [bot.id()] } })).await;
    assert_eq!(wire.payload().await["t"], "GUILD_MEMBERS_CHUNK");
    discord.faults().gateway(&bot).recover();
    wire.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(wire.payload().await["op"], 11);
}

#[tokio::test]
async fn events_come_twice_or_late() {
    let (discord, bot, guild, mut wire, _) = connected().await;
    let gateway = discord.faults().gateway(&bot);
    gateway.duplicate_events();
    guild.text_channel("twice");
    let (first, second) = (wire.payload().await, wire.payload().await);
    assert_eq!(first, second);
    gateway.recover();
    gateway.late_events(Duration::from_hours(1));
    guild.text_channel("late");
    wire.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(wire.payload().await["op"], 11, "nothing came before the acknowledgement");
    discord.clock().advance(Duration::from_hours(1));
    assert_eq!(wire.event("CHANNEL_CREATE").await["name"], "late");
}

#[tokio::test]
async fn while_the_gateway_is_away_nobody_gets_in_and_afterwards_the_session_is_there() {
    let (discord, bot, guild, mut wire, session) = connected().await;
    let minute = Duration::from_mins(1);
    discord.faults().gateway(&bot).away(minute);
    assert_eq!(wire.end().await, Heard::Dropped);
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &session, wire.seq)).await;
    assert_eq!(again.end().await, Heard::Dropped);
    guild.text_channel("missed");
    discord.clock().advance(minute);
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &session, wire.seq)).await;
    again.event("CHANNEL_CREATE").await;
    again.event("RESUMED").await;

    discord.faults().gateway_away(minute);
    assert_eq!(again.end().await, Heard::Dropped);
    let url = format!("ws://{}/gateway?v=10", discord.shared().address);
    assert!(tokio_tungstenite::connect_async(&url).await.is_err());
    discord.clock().advance(minute);
    assert!(tokio_tungstenite::connect_async(&url).await.is_ok());
}

#[tokio::test]
async fn guilds_can_be_out_and_come_back() {
    let (discord, bot, guild, mut wire, _) = connected().await;
    discord.faults().gateway(&bot).outage(&guild);
    assert_eq!(wire.event("GUILD_DELETE").await, json!({ "id": guild.id(), "unavailable": true }));
    discord.faults().gateway(&bot).outage_ends(&guild);
    assert_eq!(wire.event("GUILD_CREATE").await["id"], guild.id().to_string());
}

#[tokio::test]
async fn who_identifies_during_an_outage_gets_the_guild_when_it_ends() {
    let (discord, bot, guild, _wire, _) = connected().await;
    let other = discord.guild("Other");
    other.invite(&bot, Permissions::ADMINISTRATOR);
    discord.faults().gateway(&bot).outage(&guild);
    let (mut late, ready) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    let unavailable = |guild: &GuildHandle| json!({ "id": guild.id(), "unavailable": true });
    assert_eq!(ready["guilds"], json!([unavailable(&guild), unavailable(&other)]));
    assert_eq!(late.event("GUILD_CREATE").await["id"], other.id().to_string());
    late.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(late.payload().await["op"], 11, "nothing came before the acknowledgement");
    discord.faults().gateway(&bot).outage_ends(&guild);
    assert_eq!(late.event("GUILD_CREATE").await["id"], guild.id().to_string());
    let (mut later, _) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    assert_eq!(later.event("GUILD_CREATE").await["id"], guild.id().to_string());
}

#[tokio::test]
async fn garbage_floods_and_huge_frames_are_sent_as_ordered() {
    let (discord, bot, _guild, mut wire, _) = connected().await;
    let gateway = discord.faults().gateway(&bot);
    gateway.garbage();
    for _ in 0..8 {
        assert!(matches!(wire.hear().await, Heard::Noise(_) | Heard::Payload(_)));
    }
    let flood = tokio::spawn({
        let gateway = gateway.clone();
        async move { gateway.flood(5000).await }
    });
    let before = wire.seq;
    while wire.seq < before + 5000 {
        wire.event("TYPING_START").await;
    }
    flood.await.unwrap();
    assert_eq!(discord.sessions(&bot)[0].seq, before + 5000);
    gateway.oversized();
    assert_eq!(wire.hear().await, Heard::Dropped, "this client's own limit is 16 MiB");
}
