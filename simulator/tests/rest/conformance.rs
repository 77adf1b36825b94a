//! Our own answers, held against Discord's document.
use reqwest::Method;
use serde_json::{Value, json};

use super::{client::Scene, openapi::document};

/// Sends, and asserts that the answer is as the document says.
async fn conforms(scene: &Scene, method: Method, template: &str, path: &str, body: Value) -> Value {
    let told = scene.call(method.clone(), path, body).await;
    assert!(told.status < 300, "{method} {path}: {} {}", told.status, told.body);
    let problems =
        scene.discord.shared().openapi.problems_of_answer(method.as_str(), template, told.status, &told.body);
    assert_eq!(problems, Some(Vec::new()), "{method} {template}: {:#}", told.body);
    told.body
}

#[tokio::test]
async fn answers_about_guilds_are_as_documented() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    let guild = format!("/guilds/{}", scene.guild.id());
    let alice = scene.guild.member("alice").id();
    let get = async |template: &str, path: &str| conforms(&scene, Method::GET, template, path, Value::Null).await;
    get("/users/@me", "/users/@me").await;
    get("/users/{}", &format!("/users/{alice}")).await;
    get("/users/@me/guilds", "/users/@me/guilds").await;
    get("/applications/@me", "/applications/@me").await;
    get("/oauth2/applications/@me", "/oauth2/applications/@me").await;
    get("/gateway", "/gateway").await;
    get("/gateway/bot", "/gateway/bot").await;
    get("/guilds/{}", &format!("{guild}?with_counts=true")).await;
    get("/guilds/{}/channels", &format!("{guild}/channels")).await;
    get("/guilds/{}/roles", &format!("{guild}/roles")).await;
    get("/guilds/{}/members/{}", &format!("{guild}/members/{alice}")).await;
    let new = json!({ "name": "t", "topic": "help" });
    let channel = conforms(&scene, Method::POST, "/guilds/{}/channels", &format!("{guild}/channels"), new).await;
    let path = format!("/channels/{}", channel["id"].as_str().unwrap());
    get("/channels/{}", &path).await;
    conforms(&scene, Method::PATCH, "/channels/{}", &path, json!({ "topic": "other" })).await;
    get("/guilds/{}/audit-logs", &format!("{guild}/audit-logs")).await;
    conforms(&scene, Method::POST, "/guilds/{}/roles", &format!("{guild}/roles"), json!({ "name": "r" })).await;
    conforms(&scene, Method::POST, "/users/@me/channels", "/users/@me/channels", json!({ "recipient_id": alice }))
        .await;
    conforms(&scene, Method::DELETE, "/channels/{}", &path, Value::Null).await;
}

#[tokio::test]
async fn answers_about_messages_are_as_documented() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" });
    let rich = json!({ "content": "hello", "nonce": "n", "embeds": [{ "title": "T", "description": "d", "color": 5,
        "fields": [{ "name": "a", "value": "b" }], "footer": { "text": "f" } }],
        "components": [{ "type": 1, "components": [button] }] });
    let messages = scene.at("/messages");
    let sent = conforms(&scene, Method::POST, "/channels/{}/messages", &messages, rich).await;
    let one = scene.at(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    conforms(&scene, Method::GET, "/channels/{}/messages", &messages, Value::Null).await;
    conforms(&scene, Method::GET, "/channels/{}/messages/{}", &one, Value::Null).await;
    let reply = json!({ "content": "reply", "message_reference": { "message_id": sent["id"] } });
    conforms(&scene, Method::POST, "/channels/{}/messages", &messages, reply).await;
    let edit = json!({ "content": "edited" });
    conforms(&scene, Method::PATCH, "/channels/{}/messages/{}", &one, edit).await;
    scene.put(&scene.at(&format!("/pins/{}", sent["id"].as_str().unwrap())), Value::Null).await.ok();
    conforms(&scene, Method::GET, "/channels/{}/messages/pins", &scene.at("/messages/pins"), Value::Null).await;
    let from = format!("{one}/threads");
    conforms(&scene, Method::POST, "/channels/{}/messages/{}/threads", &from, json!({ "name": "T" })).await;
    let private = json!({ "name": "P", "type": 12 });
    conforms(&scene, Method::POST, "/channels/{}/threads", &scene.at("/threads"), private).await;
    let active = format!("/guilds/{}/threads/active", scene.guild.id());
    conforms(&scene, Method::GET, "/guilds/{}/threads/active", &active, Value::Null).await;
}

#[tokio::test]
async fn answers_about_interactions_are_as_documented() {
    if !document() {
        return;
    }
    let scene = Scene::free().await;
    let commands = format!("/applications/{}/commands", scene.bot.id());
    let option = json!({ "type": 3, "name": "reason", "description": "why", "required": true });
    let command = json!({ "name": "close", "description": "closes", "options": [option] });
    conforms(&scene, Method::POST, "/applications/{}/commands", &commands, command.clone()).await;
    conforms(&scene, Method::PUT, "/applications/{}/commands", &commands, json!([command])).await;
    let asked = scene.command();
    let callback = format!("/interactions/{}/{}/callback?with_response=true", asked.id, asked.token);
    let answer = json!({ "type": 4, "data": { "content": "done" } });
    conforms(&scene, Method::POST, "/interactions/{}/{}/callback", &callback, answer).await;
    let original = scene.webhook(&asked, "/messages/@original");
    conforms(&scene, Method::GET, "/webhooks/{}/{}/messages/@original", &original, Value::Null).await;
    let edit = json!({ "content": "edited" });
    conforms(&scene, Method::PATCH, "/webhooks/{}/{}/messages/@original", &original, edit).await;
    let further = json!({ "content": "further", "flags": 64 });
    conforms(&scene, Method::POST, "/webhooks/{}/{}", &scene.webhook(&asked, ""), further).await;
}
