//! Rate limits.
use std::time::Duration;

use discord_simulator::{
    Permissions,
    faults::{Fault, Match},
};
use reqwest::{Method, Response};
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

/// The headers that tell of a bucket.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    reset: f64,
    reset_after: f64,
    bucket: String,
}

fn told(response: &Response) -> Told {
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    Told {
        reset: header("x-ratelimit-reset").parse().unwrap(),
        reset_after: header("x-ratelimit-reset-after").parse().unwrap(),
        bucket: header("x-ratelimit-bucket"),
    }
}

#[tokio::test]
async fn headers_tell_when_a_bucket_refills_and_which_it_is() {
    let scene = Scene::with(Permissions::ADMINISTRATOR).await;
    let clock = scene.discord.clock();
    clock.pause();
    let ends = Duration::from_millis(clock.now() + 5_000).as_secs_f64();
    let body = json!({ "content": "x" });
    let send = async || scene.send(Method::POST, &scene.at("/messages"), body.clone()).await;
    let first = told(&send().await);
    assert!((first.reset - ends).abs() < 0.001 && (first.reset_after - 5.0).abs() < 0.001, "{first:?}");
    clock.advance(Duration::from_millis(1_500));
    let second = told(&send().await);
    assert!((second.reset - ends).abs() < 0.001 && (second.reset_after - 3.5).abs() < 0.001, "{second:?}");
    assert_eq!(second.bucket, first.bucket);
    for _ in 0..3 {
        assert_eq!(send().await.status(), 200);
    }
    let refused = send().await;
    assert_eq!((refused.status().as_u16(), told(&refused)), (429, second));
    assert_eq!(refused.headers()["x-ratelimit-remaining"], "0");
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    assert_eq!(refused.headers()["retry-after"], "4", "whole seconds, rounded up");
    assert_eq!(refused.json::<Value>().await.unwrap()["retry_after"], 3.5);
    let typing = told(&scene.send(Method::POST, &scene.at("/typing"), Value::Null).await);
    assert_ne!(typing.bucket, first.bucket);
    let other = format!("/channels/{}/messages", scene.guild.text_channel("other").id());
    let other = told(&scene.send(Method::POST, &other, body).await);
    assert_eq!((other.bucket, other.reset_after), (first.bucket, 5.0), "the same bucket, counted for itself");
}

#[tokio::test]
async fn what_many_share_is_said_so_and_is_nobodys_fault() {
    let scene = Scene::free().await;
    let address = "127.0.0.1".parse().unwrap();
    for (scope, counted) in [("shared", 0), ("user", 1), ("global", 2)] {
        let limited = Fault::RateLimited { scope, retry_after: Duration::from_millis(2_200) };
        scene.discord.faults().respond(Match::any(), limited, 1);
        let response = scene.send(Method::GET, "/users/@me", Value::Null).await;
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()["x-ratelimit-scope"], scope);
        assert_eq!(response.headers()["retry-after"], "3");
        assert_eq!(response.headers().contains_key("x-ratelimit-global"), scope == "global");
        let body: Value = response.json().await.unwrap();
        assert_eq!((&body["retry_after"], &body["global"]), (&json!(2.2), &json!(scope == "global")));
        assert_eq!(scene.discord.shared().limits.invalid_requests(address), counted);
    }
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
