//! What a bot's host saw in its guilds, and what it is told of its tickets.

use std::time::Duration;

use discord_simulator::ChannelHandle;
use futures_util::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::host::{Answer, Host, Hosting};
use crate::installation::OPERATOR_KEY;
use crate::support::eventually;

impl Hosting {
    async fn tells(&self, key: &str, events: Value) -> Answer {
        self.asks(Method::POST, &self.bot_path("/events"), key, Some(json!({ "events": events }))).await
    }
}

fn message(hosting: &Hosting, channel: &str, id: u64, text: &str) -> Value {
    json!({ "name": "MESSAGE_CREATE", "data": {
        "id": id.to_string(), "channel_id": channel, "guild_id": hosting.world.guild.id().to_string(), "type": 0,
        "content": text, "timestamp": "2026-11-26T12:00:00.000000+00:00", "edited_timestamp": null, "attachments": [],
        "embeds": [], "mentions": [], "author": { "id": "5", "username": "carol", "discriminator": "0" },
    }})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_host_saw_in_a_ticket_is_kept_and_other_channels_are_not_wanted() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "forward").await;
    let _host = Host::of(&hosting, &key, false).await;
    world.set_up().await;
    let ticket = world.opens(&world.member("alice"), "Support").await;
    let (channel, young) = (ticket.id().to_string(), world.general.id().to_string());
    let id = world.discord.shared().change(discord_simulator::world::World::next_id);
    let told = hosting
        .tells(&key, json!([
            message(&hosting, &channel, id.0, "my order is late"),
            message(&hosting, &young, 11, "in a channel that was just made"),
            message(&hosting, "700000000000000000", 12, "in an old channel"),
            { "name": "TYPING_START", "data": {} },
            { "name": "MESSAGE_DELETE", "data": { "id": "9", "channel_id": channel, "guild_id": world.guild.id().to_string() } },
        ]))
        .await;
    assert_eq!((told.status, &told.body["accepted"], &told.body["ignored"]), (200, &json!(4), &json!(1)), "{told:?}");
    assert_eq!(told.body["channels"], json!({ "wanted": [channel], "unwanted": ["700000000000000000"] }));
    // The channel goes by hand: the host tells of that, too, and the transcript has what it told before.
    world.guild.owner().deletes(&ticket);
    let gone = json!([{ "name": "CHANNEL_DELETE", "data": { "id": channel, "guild_id": world.guild.id().to_string(), "type": 0 } }]);
    assert_eq!(hosting.tells(&key, gone).await.status, 200);
    eventually("there is a transcript", || !world.transcripts().is_empty()).await;
    assert!(world.transcripts()[0].1.contains("my order is late"), "{}", world.transcripts()[0].1);
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_that_make_no_sense_are_refused_or_passed_over() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    assert_eq!(hosting.tells(&key, json!([])).await.problem(), (404, "no_such_bot"));
    hosting.registers(&key, "forward").await;
    assert_eq!(hosting.tells(&key, json!([])).await.status, 200);
    let many: Vec<Value> = (0..101).map(|id| message(&hosting, "7", id + 1, "")).collect();
    assert_eq!(hosting.tells(&key, json!(many)).await.problem(), (400, "invalid_body"));
    for wrong in [json!({}), json!([1]), json!([{ "name": 7, "data": {} }]), json!([{ "name": "MESSAGE_CREATE" }])] {
        assert_eq!(hosting.tells(&key, wrong.clone()).await.problem(), (400, "invalid_body"), "{wrong}");
    }
    let odd = json!([
        { "name": "MESSAGE_CREATE", "data": null },
        { "name": "MESSAGE_CREATE", "data": { "guild_id": "1", "channel_id": [] } },
        { "name": "GUILD_DELETE", "data": "x" },
        { "name": "", "data": {} },
    ]);
    assert_eq!(hosting.tells(&key, odd).await.status, 200);
    let huge = hosting.tells(&key, json!([message(&hosting, "7", 1, &"x".repeat(1 << 20))])).await;
    assert_eq!(huge.problem(), (413, "body_too_large"));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_follows_what_becomes_of_its_tickets_and_of_no_others() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "forward").await;
    let _host = Host::of(&hosting, &key, false).await;
    world.set_up().await;
    let follow = async |key: &str, path: String| {
        let request = hosting.http.get(format!("{}{path}", hosting.url())).bearer_auth(key);
        request.send().await.unwrap()
    };
    let other = hosting.another_bot();
    let other_key = hosting.has_key(json!({ "name": "other", "bot": other.id().to_string() })).await;
    let body = json!({ "mode": "forward", "token": other.token() });
    hosting.asks(Method::PUT, &format!("/api/bots/{}", other.id()), &other_key, Some(body)).await;
    let refused = follow(&other_key, hosting.bot_path("/events")).await;
    assert_eq!(refused.status(), 403);
    let own = follow(&key, hosting.bot_path("/events")).await;
    assert_eq!(own.headers()["content-type"], "text/event-stream");
    let foreign = follow(&other_key, format!("/api/bots/{}/events", other.id())).await;
    let (mut own, mut foreign) = (own.bytes_stream(), foreign.bytes_stream());
    let alice = world.member("alice");
    world.opens(&alice, "Support").await;
    let mut heard = String::new();
    while !heard.contains("event: ticket.opened") {
        let more = timeout(Duration::from_secs(10), own.next()).await.expect("in time").unwrap().unwrap();
        heard.push_str(std::str::from_utf8(&more).unwrap());
    }
    assert!(heard.contains("\"ticket\":1"), "{heard}");
    assert!(heard.contains("ticket.opening") && heard.contains("alice"), "{heard}");
    assert!(timeout(Duration::from_millis(300), foreign.next()).await.is_err(), "another bot is told");
    // A stream ends with the service, and does not keep it.
    hosting.finish().await;
    assert!(!matches!(own.next().await, Some(Ok(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_read_in_the_ticket_that_its_opener_has_left() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "forward").await;
    let _host = Host::of(&hosting, &key, false).await;
    world.set_up().await;
    let alice = world.member("alice");
    let (ticket, other) = (world.opens(&alice, "Support").await, world.opens(&world.member("bob"), "Support").await);
    let left = json!({ "name": "GUILD_MEMBER_REMOVE", "data": {
        "guild_id": world.guild.id().to_string(), "user": { "id": alice.id().to_string(), "username": "alice" } } });
    for _ in 0..3 {
        assert_eq!(hosting.tells(&key, json!([left, left])).await.body["accepted"], 2);
    }
    let says = |channel: &ChannelHandle| {
        let told = channel.messages().into_iter().filter(|message| message.text().contains("has left the server"));
        told.count()
    };
    eventually("it is said", || says(&ticket) > 0).await;
    let nonsense = json!({ "name": "GUILD_MEMBER_REMOVE", "data": { "guild_id": "1", "user": [] } });
    assert_eq!(hosting.tells(&key, json!([nonsense])).await.status, 200);
    // Word of it that comes in two minutes of the clock is two departures.
    assert!((1..=2).contains(&says(&ticket)) && says(&other) == 0, "{} and {}", says(&ticket), says(&other));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_follows_is_told_nothing_any_more_once_their_key_is_revoked() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "forward").await;
    let _host = Host::of(&hosting, &key, false).await;
    world.set_up().await;
    let leaked = hosting.bot_key().await;
    let request = hosting.http.get(format!("{}{}", hosting.url(), hosting.bot_path("/events"))).bearer_auth(&leaked);
    let mut stream = request.send().await.unwrap().bytes_stream();
    let id = leaked.split('_').nth(1).unwrap();
    let revoked = hosting.asks(Method::DELETE, &format!("/api/keys/{id}"), OPERATOR_KEY, None).await;
    assert_eq!(revoked.status, 200);
    world.opens(&world.member("alice"), "Support").await;
    let next = timeout(Duration::from_secs(10), stream.next()).await.expect("the stream ends");
    assert!(next.is_none(), "{next:?}");
    hosting.finish().await;
}
