//! Requests held against Discord's document. Loud about being skipped where `DISCORD_OPENAPI` is not set.
use serde_json::json;

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
