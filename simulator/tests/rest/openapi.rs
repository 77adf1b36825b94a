//! Requests held against Discord's document. Loud about being skipped where `DISCORD_OPENAPI` is not set.
use std::time::Duration;

use discord_simulator::{
    Permissions,
    faults::{Fault, Match},
};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::Scene;

/// Whether there is a document.
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "the tests say what they skip")]
pub fn document() -> bool {
    let there = std::env::var("DISCORD_OPENAPI").is_ok();
    if !there {
        eprintln!("SKIPPED: DISCORD_OPENAPI does not name Discord's OpenAPI document");
    }
    there
}

#[tokio::test]
async fn what_is_against_the_document_fails_the_test() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    scene.post(&scene.at("/messages"), json!({ "content": "fine", "tts": false })).await.ok();
    scene.get(&scene.at("/messages")).await.ok();
    assert_eq!(scene.discord.violations(), []);
    scene.post(&scene.at("/messages"), json!({ "content": 5, "embeds": "none" })).await;
    scene.get("/nonsense").await.refused(404, 0);
    let found = scene.discord.violations();
    let requests: Vec<_> = found.iter().map(|violation| violation.request.as_str()).collect();
    assert!(requests.contains(&format!("POST {}", scene.at("/messages")).as_str()), "{found:?}");
    assert!(requests.contains(&"GET /nonsense"), "{found:?}");
    let error = scene.discord.finish().await.unwrap_err().to_string();
    assert!(error.contains("GET /nonsense"));
}

/// What is wrong with the requests since the last call, a line each.
fn found(scene: &Scene) -> String {
    let found = scene.discord.shared().openapi.take_violations();
    found.into_iter().map(|violation| violation.problem).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_request_is_checked_whatever_becomes_of_it() {
    if !document() {
        return;
    }
    let scene = Scene::with(Permissions::ADMINISTRATOR).await;
    scene.discord.clock().pause();
    let wrong = json!({ "content": 5 });
    let limited = Fault::RateLimited { scope: "user", retry_after: Duration::from_secs(1) };
    for fault in [Fault::Status(503), Fault::Forbidden, limited] {
        scene.discord.faults().respond(Match::any(), fault.clone(), 1);
        scene.post(&scene.at("/messages"), wrong.clone()).await;
        assert!(found(&scene).contains("/content"), "{fault:?}");
    }
    for fault in [Fault::CutBefore, Fault::CutAfter] {
        scene.discord.faults().respond(Match::any(), fault, 1);
        let url = format!("{}{}", scene.discord.api_base(), scene.at("/messages"));
        assert!(scene.http.post(url).json(&wrong).send().await.is_err());
        assert!(found(&scene).contains("/content"));
    }
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(scene.post(&scene.at("/messages"), wrong.clone()).await.status);
        assert!(found(&scene).contains("/content"));
    }
    assert_eq!(statuses.last(), Some(&429));
}

#[tokio::test]
async fn paths_and_queries_are_checked() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    let guild = format!("/guilds/{}", scene.guild.id());
    let fine = [
        scene.at("/messages?limit=50&after=5"),
        format!("{guild}?with_counts=true"),
        format!("{guild}?with_counts=1"),
        format!("{guild}/members/@me"),
        format!("{guild}/members/search?query=al&limit=3"),
        format!("{guild}/audit-logs?action_type=10"),
        format!("/webhooks/{}/some.token/messages/@original", scene.bot.id()),
        format!("/webhooks/{}/some%3Atoken/messages/%40original", scene.bot.id()),
        "/users/@me".to_owned(),
    ];
    for path in fine {
        let edit = path.ends_with("members/@me");
        let (method, body) = if edit { (Method::PATCH, json!({})) } else { (Method::GET, Value::Null) };
        scene.call(method, &path, body).await;
        assert_eq!(found(&scene), "");
    }
    let wrong = [
        (scene.at("/messages?limit=many"), "limit=many"),
        (scene.at("/messages?limit=500"), "limit=500"),
        (scene.at("/messages?limt=5"), "limt is no parameter"),
        (scene.at("/messages?before=yesterday"), "before=yesterday"),
        (format!("{guild}?with_counts=maybe"), "with_counts=maybe"),
        (format!("{guild}/members/search?limit=3"), "query is required"),
        (scene.at("/messages/nonsense"), "nonsense in the path"),
        ("/channels/nonsense".to_owned(), "nonsense in the path"),
        (format!("{guild}/roles/nonsense"), "nonsense in the path"),
    ];
    for (path, problem) in wrong {
        scene.send(Method::GET, &path, Value::Null).await;
        let found = found(&scene);
        assert!(found.contains(problem), "{path}: {found}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_also_where_none_is_needed() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    for (method, path) in [(Method::POST, "/messages"), (Method::PATCH, ""), (Method::POST, "/typing")] {
        let request = scene.http.request(method, format!("{}{}", scene.discord.api_base(), scene.at(path)));
        let request = request.header("authorization", format!("Bot {}", scene.token));
        request.header("content-type", "application/json").body("{ \"no\": ").send().await.unwrap();
        assert!(found(&scene).contains("cannot be read"), "{path}");
    }
}

#[tokio::test]
async fn permissions_as_text_and_ids_as_numbers_are_what_libraries_send() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    let body = json!({ "name": "t", "type": 0, "permission_overwrites": [
        { "id": scene.guild.id(), "type": 0, "allow": "0", "deny": "1024" },
    ] });
    scene.post(&format!("/guilds/{}/channels", scene.guild.id()), body).await.ok();
    let command = json!({ "name": "c", "description": "d", "default_member_permissions": "8" });
    scene.post(&format!("/applications/{}/commands", scene.bot.id()), command).await.ok();
    assert_eq!(scene.discord.violations(), []);
    scene.discord.finish().await.unwrap();
}
