//! What a bot without `MESSAGE_CONTENT` gets to see of messages, by REST and by the gateway.
use discord_simulator::{Intents, people::MessageHandle, world::Draft};
use serde_json::{Value, json};

use super::client::Scene;
use crate::wire::Wire;

const COVERED: [&str; 4] = ["content", "embeds", "attachments", "components"];

fn path(message: &MessageHandle) -> String {
    format!("/channels/{}/messages/{}", message.channel().id(), message.id())
}

/// Asserts that none of what the intent covers is there.
#[track_caller]
fn is_blank(message: &Value) {
    assert_eq!(COVERED.map(|field| message[field].clone()), [json!(""), json!([]), json!([]), json!([])], "{message}");
}

/// What somebody else wrote, with everything that the intent covers.
async fn rich(scene: &Scene) -> MessageHandle {
    let alice = scene.guild.member("alice");
    let message = alice.says_with_file(&scene.channel, "secret", "log.txt", b"lines").await;
    let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" });
    scene.discord.shared().change(|world| {
        world.edit_message(scene.channel.id(), message.id(), |found| {
            found.embeds = vec![json!({ "title": "T", "type": "rich" })];
            found.components = vec![json!({ "type": 1, "id": 1, "components": [button] })];
        })
    });
    message
}

#[tokio::test]
async fn rest_shows_others_content_to_those_with_the_flag_only() {
    let scene = Scene::free().await;
    let message = rich(&scene).await;
    scene.put(&scene.at(&format!("/pins/{}", message.id())), Value::Null).await.ok();
    let reads = async || {
        let list = scene.get(&scene.at("/messages")).await.ok();
        let listed = list.as_array().unwrap().iter().find(|found| found["id"] == message.id().to_string()).cloned();
        let pins = scene.get(&scene.at("/pins")).await.ok();
        let page = scene.get(&scene.at("/messages/pins")).await.ok();
        let one = scene.get(&path(&message)).await.ok();
        [listed.unwrap(), pins[0].clone(), page["items"][0]["message"].clone(), one]
    };
    reads().await.iter().for_each(is_blank);
    scene.bot.grant_intents(Intents::MESSAGE_CONTENT);
    for whole in reads().await {
        assert_eq!((&whole["content"], &whole["embeds"][0]["title"]), (&json!("secret"), &json!("T")));
        assert_eq!(whole["attachments"][0]["filename"], "log.txt");
        assert_eq!(whole["components"][0]["components"][0]["label"], "Go");
    }
}

#[tokio::test]
async fn its_own_messages_its_mentions_and_direct_messages_are_shown_to_every_bot() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice");
    let own = scene.post(&scene.at("/messages"), json!({ "content": "mine" })).await.ok();
    let own = scene.get(&scene.at(&format!("/messages/{}", own["id"].as_str().unwrap()))).await.ok();
    assert_eq!(own["content"], "mine");
    let mention = alice.says(&scene.channel, &format!("<@{}> help", scene.bot.id())).await;
    assert!(scene.get(&path(&mention)).await.ok()["content"].as_str().unwrap().ends_with("help"));
    let direct = alice.says(&alice.direct_channel(&scene.bot), "between us").await;
    assert_eq!(scene.get(&path(&direct)).await.ok()["content"], "between us");
    let secret = rich(&scene).await;
    let reply = json!({ "content": "answer", "message_reference": { "message_id": secret.id() } });
    let reply = scene.post(&scene.at("/messages"), reply).await.ok();
    assert_eq!(reply["content"], "answer");
    is_blank(&reply["referenced_message"]);
}

#[tokio::test]
async fn the_gateway_shows_others_content_to_sessions_with_the_intent_only() {
    let scene = Scene::free().await;
    scene.bot.grant_intents(Intents::MESSAGE_CONTENT);
    let intents = Intents::GUILD_MESSAGES | Intents::DIRECT_MESSAGES;
    let (mut blind, _) = Wire::ready(&scene.discord, &scene.token, intents).await;
    scene.discord.clock().advance(std::time::Duration::from_secs(5));
    let (mut seeing, _) = Wire::ready(&scene.discord, &scene.token, intents | Intents::MESSAGE_CONTENT).await;
    let alice = scene.guild.member("alice");
    let secret = alice.says_with_file(&scene.channel, "secret", "log.txt", b"lines").await;
    let shown = blind.event("MESSAGE_CREATE").await;
    is_blank(&shown);
    assert_eq!(shown["author"]["username"], "alice");
    let whole = seeing.event("MESSAGE_CREATE").await;
    assert_eq!((&whole["content"], &whole["attachments"][0]["filename"]), (&json!("secret"), &json!("log.txt")));
    alice.edits(&secret, "secret still");
    is_blank(&blind.event("MESSAGE_UPDATE").await);
    assert_eq!(seeing.event("MESSAGE_UPDATE").await["content"], "secret still");

    alice.says(&scene.channel, &format!("<@{}> help", scene.bot.id())).await;
    assert!(blind.event("MESSAGE_CREATE").await["content"].as_str().unwrap().ends_with("help"));
    alice.says(&alice.direct_channel(&scene.bot), "between us").await;
    assert_eq!(blind.event("MESSAGE_CREATE").await["content"], "between us");
    let own = scene.post(&scene.at("/messages"), json!({ "content": "mine" })).await.ok();
    assert_eq!(blind.event("MESSAGE_CREATE").await["content"], "mine");
    let reply = |id: &Value| Draft { reference: Some(json!({ "message_id": id })), ..Draft::text("re") };
    for (id, content) in [(&own["id"], "mine"), (&json!(secret.id()), "")] {
        alice.tries_to_say(&scene.channel, reply(id)).await.unwrap();
        let shown = blind.event("MESSAGE_CREATE").await;
        is_blank(&shown);
        assert_eq!(shown["referenced_message"]["content"], content);
    }
}
