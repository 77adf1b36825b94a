//! Bots that are too large for one shard, shards that begin together, and sessions that have the same one.
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use discord_simulator::{ApplicationHandle, Intents, Permissions, Simulator};

use crate::{
    bot::text,
    wire::{Heard, Wire, identify},
};

/// Asks for a shard and returns what is answered first.
async fn ask(discord: &Simulator, bot: &ApplicationHandle, shard: [u64; 2]) -> (Wire, Heard) {
    let mut wire = Wire::connect(discord).await;
    let mut payload = identify(&bot.token(), Intents::empty());
    payload["d"]["shard"] = json!(shard);
    wire.send(payload).await;
    let heard = wire.hear().await;
    (wire, heard)
}

#[track_caller]
fn payload(heard: Heard) -> Value {
    match heard {
        Heard::Payload(payload) => payload,
        other => panic!("expected a payload, heard {other:?}"),
    }
}

async fn gateway(discord: &Simulator, bot: &ApplicationHandle) -> Value {
    let request = reqwest::Client::new().request(Method::GET, format!("{}/gateway/bot", discord.api_base()));
    let response = request.header("Authorization", format!("Bot {}", bot.token())).send().await.unwrap();
    response.json().await.unwrap()
}

#[tokio::test]
async fn a_shard_serves_fewer_than_2500_guilds() {
    let discord = Simulator::builder().identify_interval(Duration::ZERO).start().await.unwrap();
    let bot = discord.application("Helper");
    for number in 0..2_499 {
        discord.guild(&number.to_string()).invite(&bot, Permissions::empty());
    }
    let (_, heard) = ask(&discord, &bot, [0, 1]).await;
    assert_eq!(payload(heard)["d"]["guilds"].as_array().unwrap().len(), 2_499);
    discord.guild("One too many").invite(&bot, Permissions::empty());
    let (_, heard) = ask(&discord, &bot, [0, 1]).await;
    assert_eq!(heard, Heard::Closed(Some(4011)));
    assert_eq!(gateway(&discord, &bot).await["shards"], 3);
    let mut served = 0;
    for shard in 0..2 {
        let (_, heard) = ask(&discord, &bot, [shard, 2]).await;
        served += payload(heard)["d"]["guilds"].as_array().unwrap().len();
    }
    assert_eq!(served, 2_500);
}

#[tokio::test]
async fn as_many_shards_begin_at_once_as_there_are_buckets() {
    let discord = Simulator::builder().start().await.unwrap();
    discord.clock().pause();
    let bot = discord.application("Helper");
    bot.set_max_concurrency(2);
    assert_eq!(gateway(&discord, &bot).await["session_start_limit"]["max_concurrency"], 2);
    let begins = async |shard: u64| payload(ask(&discord, &bot, [shard, 4]).await.1);
    assert_eq!(begins(0).await["t"], "READY");
    assert_eq!(begins(1).await["t"], "READY");
    for shard in [2, 3] {
        let answer = begins(shard).await;
        assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)), "the bucket of shard {shard} is used");
    }
    discord.clock().advance(Duration::from_secs(5));
    assert_eq!(begins(3).await["t"], "READY");
    assert_eq!(begins(2).await["t"], "READY");
    assert_eq!(begins(0).await["op"], 9);
}

#[tokio::test]
async fn both_sessions_of_one_shard_hear_an_interaction_and_the_first_callback_counts() {
    let discord = Simulator::builder().seed(7).identify_interval(Duration::ZERO).start().await.unwrap();
    let bot = discord.application("Helper");
    let guild = discord.guild("Acme");
    guild.text_channel("general");
    guild.invite(&bot, Permissions::ADMINISTRATOR);
    let (mut here, _) = Wire::ready(&discord, &bot.token(), Intents::GUILDS).await;
    let (mut there, _) = Wire::ready(&discord, &bot.token(), Intents::empty()).await;
    here.event("GUILD_CREATE").await;
    let data = json!({ "id": "5", "name": "close", "type": 1 });
    let http = reqwest::Client::new();
    for round in 1..=3 {
        let (id, mut first) = discord.interaction(&bot, &guild, &guild.member("alice"), data.clone());
        let heard = [here.event("INTERACTION_CREATE").await, there.event("INTERACTION_CREATE").await];
        assert_eq!((text(&heard[0]["id"]), &heard[0]), (id.to_string().as_str(), &heard[1]));
        let [one, two] = heard.map(|interaction| {
            let path = format!("/interactions/{}/{}/callback", text(&interaction["id"]), text(&interaction["token"]));
            http.post(format!("{}{path}", discord.api_base())).json(&json!({ "type": 5 })).send()
        });
        assert_eq!(one.await.unwrap().status(), 204);
        let second = two.await.unwrap();
        assert_eq!(second.status(), 400);
        assert_eq!(second.json::<Value>().await.unwrap()["code"], 40060);
        assert_eq!((first.try_recv().unwrap().kind, discord.refused_answers(&bot)), (5, round));
    }
    assert_eq!(discord.sessions(&bot).len(), 2);
    discord.finish().await.unwrap();
}
