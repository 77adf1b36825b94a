//! The gateway as a bare client sees it.
use std::time::Duration;

use serde_json::json;

use discord_simulator::{ApplicationHandle, GuildHandle, Intents, Permissions, Simulator};

use crate::wire::{Heard, Wire, identify, resume};

const GUILDS: Intents = Intents::GUILDS;

async fn simulator() -> (Simulator, ApplicationHandle, GuildHandle) {
    let discord =
        Simulator::builder().seed(7).identify_interval(Duration::ZERO).start().await.expect("a port on loopback");
    let bot = discord.application("Helper");
    let guild = discord.guild("Acme");
    guild.text_channel("general");
    guild.invite(&bot, Permissions::ADMINISTRATOR);
    (discord, bot, guild)
}

#[tokio::test]
async fn a_session_begins_with_hello_ready_and_the_guilds() {
    let (discord, bot, guild) = simulator().await;
    let mut wire = Wire::open(&discord, "v=10&encoding=json").await;
    let hello = wire.payload().await;
    assert_eq!(hello["op"], 10);
    assert_eq!(hello["d"]["heartbeat_interval"], 41_250);
    wire.send(identify(&bot.token(), GUILDS)).await;
    let ready = wire.event("READY").await;
    assert_eq!(ready["v"], 10);
    assert_eq!(ready["user"]["id"], bot.id().to_string());
    assert_eq!(ready["guilds"], json!([{ "id": guild.id(), "unavailable": true }]));
    assert_eq!(ready["application"]["id"], bot.id().to_string());
    assert!(ready["resume_gateway_url"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
    let created = wire.event("GUILD_CREATE").await;
    assert_eq!(created["name"], "Acme");
    assert_eq!(created["channels"][0]["name"], "general");
    guild.text_channel("later");
    assert_eq!(wire.event("CHANNEL_CREATE").await["name"], "later");
    assert!(discord.connected(&bot, Duration::from_secs(1)).await);
    assert_eq!(discord.identify_count(&bot), 1);
}

#[tokio::test]
async fn heartbeats_are_acknowledged_before_and_after_identify() {
    let (discord, bot, _guild) = simulator().await;
    let mut wire = Wire::connect(&discord).await;
    wire.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(wire.payload().await["op"], 11);
    wire.send(identify(&bot.token(), Intents::empty())).await;
    wire.event("READY").await;
    wire.send(json!({ "op": 1, "d": 1 })).await;
    assert_eq!(wire.payload().await["op"], 11);
}

#[tokio::test]
async fn without_heartbeats_a_connection_is_closed_with_4009() {
    let beat = Duration::from_millis(60);
    let discord = Simulator::builder().heartbeat_interval(beat).start().await.unwrap();
    let bot = discord.application("Helper");
    let (mut wire, _) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4009)));
    assert_eq!(discord.sessions(&bot), []);
}

#[tokio::test]
async fn a_resume_replays_what_was_missed_and_only_that() {
    let (discord, bot, guild) = simulator().await;
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    wire.event("GUILD_CREATE").await;
    wire.close(4000).await;
    guild.text_channel("missed");
    guild.text_channel("missed-too");
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &ready["session_id"], wire.seq)).await;
    assert_eq!(again.event("CHANNEL_CREATE").await["name"], "missed");
    assert_eq!(again.event("CHANNEL_CREATE").await["name"], "missed-too");
    again.event("RESUMED").await;
    guild.text_channel("new");
    assert_eq!(again.event("CHANNEL_CREATE").await["name"], "new");
    assert_eq!((discord.identify_count(&bot), discord.resume_count(&bot)), (1, 1));
    assert_eq!(discord.sessions(&bot).len(), 1);
}

#[tokio::test]
async fn a_session_can_be_resumed_for_five_minutes() {
    let (discord, bot, _guild) = simulator().await;
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    wire.close(4000).await;
    discord.clock().advance(Duration::from_mins(5));
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &ready["session_id"], wire.seq)).await;
    assert_eq!(again.payload().await, json!({ "op": 9, "d": false, "s": null, "t": null }));
    again.send(identify(&bot.token(), GUILDS)).await;
    again.event("READY").await;
}

#[tokio::test]
async fn a_farewell_with_1000_ends_the_session() {
    let (discord, bot, _guild) = simulator().await;
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    wire.close(1000).await;
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &ready["session_id"], wire.seq)).await;
    assert_eq!(again.payload().await["op"], 9);
}

#[tokio::test]
async fn resuming_from_elsewhere_takes_the_session_over() {
    let (discord, bot, guild) = simulator().await;
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    wire.event("GUILD_CREATE").await;
    let mut again = Wire::connect(&discord).await;
    again.send(resume(&bot.token(), &ready["session_id"], wire.seq)).await;
    again.event("RESUMED").await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4000)));
    guild.text_channel("new");
    again.event("CHANNEL_CREATE").await;
}

#[tokio::test]
async fn every_session_of_a_shard_gets_every_event_and_other_shards_none() {
    let (discord, bot, guild) = simulator().await;
    let right = (guild.id().0 >> 22) % 2;
    let mut sessions = Vec::new();
    for shard in [right, right, 1 - right] {
        let mut wire = Wire::connect(&discord).await;
        let mut payload = identify(&bot.token(), GUILDS);
        payload["d"]["shard"] = json!([shard, 2]);
        wire.send(payload).await;
        assert_eq!(wire.event("READY").await["shard"], json!([shard, 2]));
        sessions.push(wire);
    }
    guild.text_channel("new");
    for wire in &mut sessions[..2] {
        wire.event("GUILD_CREATE").await;
        wire.event("CHANNEL_CREATE").await;
    }
    sessions[2].send(json!({ "op": 1, "d": null })).await;
    assert_eq!(sessions[2].payload().await["op"], 11, "no event came before the acknowledgement");
}

#[tokio::test]
async fn identifying_too_often_is_op_9_and_over_the_day_resets_the_token() {
    let discord = Simulator::builder().start().await.unwrap();
    let bot = discord.application("Helper");
    let (mut first, _) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    let mut wire = Wire::connect(&discord).await;
    wire.send(identify(&bot.token(), GUILDS)).await;
    assert_eq!(wire.payload().await["op"], 9);
    discord.clock().advance(Duration::from_secs(5));
    wire.send(identify(&bot.token(), GUILDS)).await;
    wire.event("READY").await;
    bot.set_identifies_left(0);
    let token = bot.token();
    let mut last = Wire::connect(&discord).await;
    last.send(identify(&token, GUILDS)).await;
    for wire in [&mut first, &mut wire, &mut last] {
        assert_eq!(wire.end().await, Heard::Closed(Some(4004)));
    }
    assert_ne!(bot.token(), token);
}

#[tokio::test]
async fn a_reset_token_closes_sessions_with_4004() {
    let (discord, bot, _guild) = simulator().await;
    let old = bot.token();
    let (mut wire, _) = Wire::ready(&discord, &old, GUILDS).await;
    let new = bot.reset_token();
    assert_eq!(wire.end().await, Heard::Closed(Some(4004)));
    let mut wire = Wire::connect(&discord).await;
    wire.send(identify(&old, GUILDS)).await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4004)));
    Wire::ready(&discord, &new, GUILDS).await;
}

#[tokio::test]
async fn privileged_intents_must_be_granted() {
    let (discord, bot, guild) = simulator().await;
    let mut wire = Wire::connect(&discord).await;
    wire.send(identify(&bot.token(), GUILDS | Intents::GUILD_MEMBERS)).await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4014)));
    bot.grant_intents(Intents::GUILD_MEMBERS);
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), GUILDS | Intents::GUILD_MEMBERS).await;
    assert_eq!(ready["application"]["flags"].as_u64().unwrap() & (1 << 15), 1 << 15);
    wire.event("GUILD_CREATE").await;
    guild.member("alice");
    assert_eq!(wire.event("GUILD_MEMBER_ADD").await["user"]["username"], "alice");
    wire.send(json!({ "op": 8, "d": { "guild_id": guild.id(), "query": "ali", "limit": 0, "nonce": "n" } })).await;
    let chunk = wire.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"][0]["user"]["username"], "alice");
    assert_eq!((&chunk["chunk_count"], &chunk["nonce"]), (&json!(1), &json!("n")));
}

#[tokio::test]
async fn wrong_payloads_are_closed_with_their_codes() {
    let (discord, bot, _guild) = simulator().await;
    let token = bot.token();
    let with = |key: &str, value: serde_json::Value| {
        let mut payload = identify(&token, GUILDS);
        payload["d"][key] = value;
        payload.to_string()
    };
    let before = [
        ("{\"op\":3,\"d\":{}}".to_owned(), 4003),
        ("not json".to_owned(), 4002),
        ("{\"op\":2,\"d\":{}}".to_owned(), 4002),
        (with("token", json!("nonsense")), 4004),
        (with("shard", json!([1, 1])), 4010),
        (with("shard", json!([0, 0])), 4010),
        (with("intents", json!(1_u64 << 40)), 4013),
        (resume("nonsense", &json!("x"), 1).to_string(), 4004),
    ];
    for (text, code) in before {
        let mut wire = Wire::connect(&discord).await;
        wire.send_text(&text).await;
        assert_eq!(wire.end().await, Heard::Closed(Some(code)), "{text}");
    }
    let session = |seq: u64, wire: &serde_json::Value| resume(&token, wire, seq).to_string();
    let (mut wire, ready) = Wire::ready(&discord, &token, GUILDS).await;
    wire.send_text("{\"op\":99}").await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4001)));
    let mut wire = Wire::connect(&discord).await;
    wire.send_text(&session(1000, &ready["session_id"])).await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4007)));
    let (mut wire, _) = Wire::ready(&discord, &token, GUILDS).await;
    wire.send(identify(&token, GUILDS)).await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4005)));
    let mut wire = Wire::open(&discord, "v=3&encoding=json").await;
    assert_eq!(wire.end().await, Heard::Closed(Some(4012)));
}

#[tokio::test]
async fn more_than_120_payloads_a_minute_are_closed_with_4008() {
    let (discord, bot, _guild) = simulator().await;
    let (mut wire, _) = Wire::ready(&discord, &bot.token(), Intents::empty()).await;
    for _ in 0..120 {
        wire.send(json!({ "op": 1, "d": null })).await;
    }
    assert_eq!(wire.end().await, Heard::Closed(Some(4008)));
}

#[tokio::test]
async fn big_payloads_are_compressed_one_by_one_or_all_as_a_stream() {
    let (discord, bot, guild) = simulator().await;
    for number in 0..40 {
        guild.text_channel(&format!("channel-{number}"));
    }
    let mut wire = Wire::connect(&discord).await;
    let mut payload = identify(&bot.token(), GUILDS);
    payload["d"]["compress"] = json!(true);
    wire.send(payload).await;
    wire.event("READY").await;
    assert_eq!(wire.event("GUILD_CREATE").await["channels"].as_array().unwrap().len(), 41);
    assert_eq!(wire.compressed, 1);

    let mut wire = Wire::open(&discord, "v=10&encoding=json&compress=zlib-stream").await;
    assert_eq!(wire.payload().await["op"], 10);
    wire.send(identify(&bot.token(), GUILDS)).await;
    wire.event("READY").await;
    assert_eq!(wire.event("GUILD_CREATE").await["channels"].as_array().unwrap().len(), 41);
    assert_eq!(wire.compressed, 3);
}

#[tokio::test]
async fn a_session_without_guilds_intent_gets_no_guild() {
    let (discord, bot, guild) = simulator().await;
    let (mut wire, ready) = Wire::ready(&discord, &bot.token(), Intents::GUILD_MESSAGES).await;
    assert_eq!(ready["guilds"].as_array().unwrap().len(), 1);
    guild.text_channel("unseen");
    wire.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(wire.payload().await["op"], 11);
}

#[tokio::test]
async fn a_reader_that_falls_behind_by_more_than_is_kept_is_dropped() {
    let discord = Simulator::builder().replay(50, Duration::from_mins(5)).start().await.unwrap();
    let bot = discord.application("Helper");
    let guild = discord.guild("Acme");
    guild.invite(&bot, Permissions::ADMINISTRATOR);
    let (mut wire, _) = Wire::ready(&discord, &bot.token(), GUILDS).await;
    // Synchronous, so that the connection gets no chance to write in between.
    for _ in 0..60 {
        guild.role("Support", Permissions::empty()).set_permissions(Permissions::VIEW_CHANNEL);
    }
    assert!(matches!(wire.end().await, Heard::Closed(Some(4008)) | Heard::Dropped));
}
