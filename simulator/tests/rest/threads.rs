//! Threads.
use discord_simulator::Permissions;
use serde_json::{Value, json};

use super::client::Scene;

#[tokio::test]
async fn a_thread_starts_from_a_message_once() {
    let scene = Scene::free().await;
    let sent = scene.post(&scene.at("/messages"), json!({ "content": "start" })).await.ok();
    let path = scene.at(&format!("/messages/{}/threads", sent["id"].as_str().unwrap()));
    let thread = scene.post(&path, json!({ "name": "Talk" })).await.ok();
    assert_eq!((&thread["id"], thread["type"].as_u64()), (&sent["id"], Some(11)));
    scene.post(&path, json!({ "name": "Talk" })).await.refused(400, 160_004);
    let message = scene.get(&scene.at(&format!("/messages/{}", sent["id"].as_str().unwrap()))).await.ok();
    assert_eq!(message["thread"]["name"], "Talk");
}

#[tokio::test]
async fn a_private_thread_is_joined_archived_and_written_to_again() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice").id();
    let thread =
        scene.post(&scene.at("/threads"), json!({ "name": "Ticket", "type": 12, "invitable": false })).await.ok();
    let id = thread["id"].as_str().unwrap();
    let at = |rest: &str| format!("/channels/{id}{rest}");
    assert_eq!(scene.put(&at(&format!("/thread-members/{alice}")), Value::Null).await.status, 204);
    assert_eq!(scene.get(&at("/thread-members")).await.ok().as_array().unwrap().len(), 2);
    let active = scene.get(&format!("/guilds/{}/threads/active", scene.guild.id())).await.ok();
    assert_eq!(active["threads"][0]["id"], id);
    let archived = scene.patch(&at(""), json!({ "archived": true, "locked": true })).await.ok();
    assert_eq!(archived["thread_metadata"]["archived"], true);
    let listed = scene.get(&scene.at("/threads/archived/private")).await.ok();
    assert_eq!(listed["threads"][0]["id"], id);
    scene.post(&at("/messages"), json!({ "content": "again" })).await.ok();
    assert_eq!(scene.get(&at("")).await.ok()["thread_metadata"]["archived"], false);
    assert_eq!(scene.delete(&at(&format!("/thread-members/{alice}"))).await.status, 204);
    assert_eq!(scene.delete(&at("")).await.ok()["id"], id);
}

#[tokio::test]
async fn threads_need_permissions_and_have_a_limit() {
    let scene = Scene::with(Permissions::empty()).await;
    scene.discord.shared().limits.lift();
    let start = |kind: u8| json!({ "name": "T", "type": kind });
    scene.post(&scene.at("/threads"), start(12)).await.refused(403, 50013);
    let thread = scene.post(&scene.at("/threads"), start(11)).await.ok();
    scene.guild.limit_threads(1);
    scene.post(&scene.at("/threads"), start(11)).await.refused(400, 160_006);
    scene.post(&format!("/channels/{}/threads", thread["id"].as_str().unwrap()), start(11)).await.refused(400, 50024);
}
