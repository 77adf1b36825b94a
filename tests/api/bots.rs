//! Bots: registered, looked at, let go by their owners.

use std::time::Duration;

use discord_simulator::Intents;
use reqwest::Method;
use serde_json::{Value, json};
use tickit_commands::words::Words;

use super::host::{Hosting, answer};
use crate::installation::OPERATOR_KEY;
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_is_registered_looked_at_and_let_go() {
    let hosting = Hosting::with(&[("TICKIT_PUBLIC_URL", "https://tickit.example.org/")]).await;
    let key = hosting.bot_key().await;
    assert_eq!(hosting.asks(Method::GET, &hosting.bot_path(""), &key, None).await.problem(), (404, "no_such_bot"));
    let body = json!({
        "mode": "forward", "token": hosting.world.bot.token(), "versions": { "node": "20.1.0" },
        "shard": { "index": 0, "total": 2 },
    });
    let registered = hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(body.clone())).await;
    assert_eq!((registered.status, registered.headers["x-tickit-protocol"].to_str().unwrap()), (200, "1"));
    let bot = registered.body;
    assert_eq!(
        (&bot["mode"], &bot["state"], &bot["message_content"]),
        (&json!("forward"), &json!("ready"), &json!(true))
    );
    assert_eq!(bot["shards"][0]["state"], "ready");
    assert_eq!(bot["versions"]["node"], "20.1.0");
    assert_eq!(bot["endpoint_url"], format!("https://tickit.example.org/discord/{}", hosting.world.bot.id()));
    let names: Vec<&str> =
        bot["commands"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let all = tickit_commands::definitions(&Words::load().unwrap());
    assert_eq!(names, all.iter().map(|command| command["name"].as_str().unwrap()).collect::<Vec<_>>());
    assert!(bot["key"].is_null(), "a key is made for whoever has none");
    hosting.world.has_commands().await;

    let before = events(&hosting).await;
    for _ in 0..3 {
        hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(body.clone())).await;
    }
    assert_eq!(events(&hosting).await, before, "the same again changes something");
    let beat = hosting.http.get(format!("{}{}", hosting.url(), hosting.bot_path(""))).bearer_auth(&key);
    let beat = answer(beat.header("x-tickit-shard", "1/2").send().await.unwrap()).await;
    assert_eq!(beat.body["shards"].as_array().unwrap().len(), 2);
    assert_eq!(hosting.world.discord.identify_count(&hosting.world.bot), 0, "a session was begun");

    assert_eq!(hosting.asks(Method::DELETE, &hosting.bot_path(""), &key, None).await.status, 204);
    assert_eq!(hosting.asks(Method::GET, &hosting.bot_path(""), &key, None).await.problem(), (404, "no_such_bot"));
    assert_eq!(hosting.asks(Method::DELETE, &hosting.bot_path(""), &key, None).await.problem(), (404, "no_such_bot"));
    hosting.finish().await;
}

/// The kinds of what happened to the bot.
async fn events(hosting: &Hosting) -> usize {
    use tickit_domain::store::{List, Order, Selection};
    let selection = Selection::Prefix(format!("event:bot:{}:", hosting.world.bot.id()));
    let list = List { selection, order: Order::Ascending, limit: 100, after: None };
    hosting.service.stores().core().list(&list).await.unwrap().records.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_that_cannot_be_is_refused_with_what_to_do() {
    let hosting = Hosting::usual().await;
    let (key, other) = (hosting.bot_key().await, hosting.another_bot());
    let token = hosting.world.bot.token();
    for (body, problem, field) in [
        (json!({ "mode": "forward" }), (422, "token_missing"), "token"),
        (json!({ "mode": "forward", "token": other.token() }), (422, "token_of_another_bot"), "token"),
        (
            json!({ "mode": "forward", "token": "mfa.aUsersTokenIsNoBotsTokenAndDiscordRefusesIt" }),
            (422, "token_refused"),
            "token",
        ),
        (
            json!({ "mode": "forward", "token": format!("{} {}", &token[..20], &token[20..]) }),
            (422, "token_malformed"),
            "token",
        ),
        (json!({ "mode": "endpoint", "token": token }), (422, "public_url_missing"), ""),
        (json!({ "mode": "sideways", "token": token }), (400, "invalid_body"), "mode"),
        (json!({ "token": token }), (400, "invalid_body"), ""),
        (json!({ "mode": "forward", "token": 7 }), (400, "invalid_body"), "token"),
        (
            json!({ "mode": "forward", "token": token, "shard": { "index": 2, "total": 2 } }),
            (400, "invalid_body"),
            "shard",
        ),
        (json!({ "mode": "forward", "token": token, "commands": ["help"] }), (400, "invalid_body"), "commands"),
        (
            json!({ "mode": "forward", "token": token, "versions": { "node": "x".repeat(65) } }),
            (400, "invalid_body"),
            "versions",
        ),
    ] {
        let refused = hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(body.clone())).await;
        assert_eq!(refused.problem(), problem, "{body}");
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        assert_eq!(refused.body["field"].as_str().unwrap_or_default(), field, "{body}");
        assert!(!refused.body.to_string().contains(&token[21..]), "a token is told: {}", refused.body);
    }
    for version in ["0", "x", "-1"] {
        let old =
            hosting.http.get(format!("{}{}", hosting.url(), hosting.bot_path(""))).header("x-tickit-protocol", version);
        assert_eq!(answer(old.send().await.unwrap()).await.problem(), (400, "protocol_too_old"));
    }
    let new = hosting.http.get(format!("{}{}", hosting.url(), hosting.bot_path(""))).header("x-tickit-protocol", "9");
    assert_eq!(answer(new.send().await.unwrap()).await.problem(), (400, "protocol_too_new"));
    for path in ["/api/bots/nonsense", "/api/bots/0", "/api/bots/99999999999999999999999"] {
        assert_eq!(hosting.asks(Method::GET, path, OPERATOR_KEY, None).await.problem(), (404, "no_such_bot"));
    }
    assert_eq!(hosting.health().await["bots"]["total"], 0);
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_registrations_at_once_in_two_modes_one_stands_and_both_are_told_which() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    let (one, two) = tokio::join!(hosting.registers(&key, "delegate"), hosting.registers(&key, "forward"));
    assert_eq!((one.status, two.status), (200, 200));
    let stands = hosting.bot().await["mode"].clone();
    assert!([&one.body["mode"], &two.body["mode"]].contains(&&stands));
    let sessions = || hosting.world.discord.sessions(&hosting.world.bot).iter().filter(|one| one.connected).count();
    eventually("there are sessions only where there are to be some", || (sessions() > 0) == (stands == "delegate"))
        .await;
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mode_is_changed_and_changed_back() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    let connected = || hosting.world.discord.sessions(&hosting.world.bot).iter().any(|one| one.connected);
    hosting.registers(&key, "delegate").await;
    eventually("Tickit has a session", connected).await;
    hosting.registers(&key, "forward").await;
    eventually("it has none", || !connected()).await;
    // Its token is known: it need not be sent again.
    let again = hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(json!({ "mode": "delegate" }))).await;
    assert_eq!(again.status, 200, "{again:?}");
    eventually("it has one again", connected).await;
    assert_eq!(hosting.world.discord.identify_count(&hosting.world.bot), 1, "the session of before is resumed");
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_reads_in_plain_words_what_is_wrong() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    hosting.world.bot.revoke_intents(Intents::MESSAGE_CONTENT);
    let bot = hosting.registers(&key, "forward").await.body;
    assert_eq!(bot["notices"][0]["code"], "message_content_off");

    let old = hosting.world.bot.token();
    hosting.world.bot.reset_token();
    hosting.world.bot.grant_intents(Intents::MESSAGE_CONTENT);
    // Whatever asks Discord first with the token finds out.
    let _ = hosting.service.desk();
    let refused =
        hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(json!({ "mode": "delegate", "token": old }))).await;
    assert!(refused.status == 200 || refused.problem() == (422, "token_refused"), "{refused:?}");
    let path = hosting.bot_path("");
    let mut state = Value::Null;
    for _ in 0..200 {
        state = hosting.asks(Method::GET, &path, &key, None).await.body;
        if state["state"] == "stopped" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!((&state["state"], &state["reason"]), (&json!("stopped"), &json!("token_revoked")), "{state}");
    assert!(state["advice"].as_str().unwrap().contains("Reset Token"));
    let interaction = hosting.asks(Method::POST, &hosting.bot_path("/interactions"), &key, Some(json!({}))).await;
    assert_eq!(interaction.problem(), (409, "bot_stopped"));

    let renewed = hosting.registers(&key, "forward").await.body;
    assert_eq!((&renewed["state"], &renewed["notices"]), (&json!("ready"), &json!([])));
    hosting.finish().await;
}
