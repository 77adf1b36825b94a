//! Rate limits.
use std::time::Duration;

use discord_simulator::Permissions;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::Scene;

#[tokio::test]
async fn a_bucket_counts_down_and_refills() {
    let scene = Scene::with(Permissions::ADMINISTRATOR).await;
    let body = json!({ "content": "x" });
    for left in (0..5).rev() {
        let response = scene.send(Method::POST, &scene.at("/messages"), body.clone()).await;
        assert_eq!(response.headers()["x-ratelimit-remaining"], left.to_string());
        assert_eq!(response.headers()["x-ratelimit-limit"], "5");
    }
    let response = scene.send(Method::POST, &scene.at("/messages"), body.clone()).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["x-ratelimit-scope"], "user");
    assert!(response.headers().contains_key("retry-after"));
    let told: Value = response.json().await.unwrap();
    assert_eq!(told["global"], false);
    assert!(told["retry_after"].as_f64().unwrap() > 0.0);
    let other = scene.guild.text_channel("other");
    scene.post(&format!("/channels/{}/messages", other.id()), body.clone()).await.ok();
    scene.discord.clock().advance(Duration::from_secs(5));
    scene.post(&scene.at("/messages"), body).await.ok();
}

#[tokio::test]
async fn fifty_a_second_are_all_but_answers_to_interactions() {
    let scene = Scene::with(Permissions::ADMINISTRATOR).await;
    scene.discord.clock().pause();
    let get = async |number: u32| scene.send(Method::GET, &format!("/channels/{number}"), Value::Null).await;
    for number in 1..=50 {
        assert_eq!(get(number).await.status(), 404);
    }
    let response = get(51).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["x-ratelimit-global"], "true");
    assert_eq!(response.headers()["x-ratelimit-scope"], "global");
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(response.json::<Value>().await.unwrap()["global"], true);
    let asked = scene.command();
    assert_eq!(scene.answer(&asked, json!({ "type": 5 })).await.status, 204);
    scene.discord.clock().advance(Duration::from_millis(999));
    assert_eq!(get(52).await.status(), 429);
    scene.discord.clock().advance(Duration::from_millis(1));
    assert_eq!(get(53).await.status(), 404);
}

#[tokio::test]
async fn a_name_changes_twice_in_ten_minutes() {
    let scene = Scene::with(Permissions::ADMINISTRATOR).await;
    for name in ["one", "two"] {
        scene.patch(&scene.at(""), json!({ "name": name })).await.ok();
    }
    let refused = scene.patch(&scene.at(""), json!({ "name": "three" })).await;
    assert_eq!(refused.status, 429);
    assert!(refused.body["retry_after"].as_f64().unwrap() > 500.0);
    scene.patch(&scene.at(""), json!({ "nsfw": true })).await.ok();
    scene.discord.clock().advance(Duration::from_mins(10));
    scene.patch(&scene.at(""), json!({ "name": "three" })).await.ok();
}

#[tokio::test]
async fn topics_count_as_names_and_refused_changes_do_not_count() {
    let scene = Scene::with(Permissions::ADMINISTRATOR).await;
    let other = scene.guild.text_channel("other");
    scene.patch(&scene.at(""), json!({ "topic": "one" })).await.ok();
    scene.patch(&scene.at(""), json!({ "name": "x".repeat(101) })).await.refused(400, 50035);
    scene.patch(&scene.at(""), json!({ "topic": "two", "parent_id": "5" })).await.refused(400, 50035);
    scene.patch(&scene.at(""), json!({ "topic": "two" })).await.ok();
    assert_eq!(scene.patch(&scene.at(""), json!({ "topic": null })).await.status, 429);
    scene.discord.clock().advance(Duration::from_secs(15));
    assert_eq!(scene.patch(&scene.at(""), json!({ "name": "three" })).await.status, 429);
    assert_eq!(scene.channel.state().unwrap().topic.as_deref(), Some("two"));
    scene.patch(&format!("/channels/{}", other.id()), json!({ "topic": "its own" })).await.ok();
    scene.discord.clock().advance(Duration::from_mins(10));
    scene.patch(&scene.at(""), json!({ "topic": null })).await.ok();
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn an_address_with_too_many_invalid_requests_is_banned() {
    let mut scene = Scene::free().await;
    scene.token = "nonsense".to_owned();
    scene.get("/users/@me").await.refused(401, 0);
    let address = "127.0.0.1".parse().unwrap();
    assert_eq!(scene.discord.shared().limits.invalid_requests(address), 1);
    scene.discord.shared().limits.invalidate(address, 9_999, scene.discord.clock().now());
    let banned = scene.send(Method::GET, "/users/@me", Value::Null).await;
    assert_eq!(banned.status(), 429);
    assert!(banned.text().await.unwrap().contains("1015"));
    scene.discord.clock().advance(Duration::from_mins(11));
    scene.token = scene.bot.token();
    scene.get("/users/@me").await.ok();
}
