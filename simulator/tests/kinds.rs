//! Messages of all kinds, as bots get them.
use discord_simulator::{
    Intents, Permissions, Simulator,
    faults::{Fault, Match},
    world::ChannelKind,
};
use reqwest::{Method, multipart};
use serde_json::{Value, json};

use crate::{rest::client::Scene, wire::Wire};

async fn newest(scene: &Scene) -> Value {
    scene.get(&scene.at("/messages?limit=1")).await.ok()[0].clone()
}

async fn scene() -> Scene {
    let scene = Scene::free().await;
    scene.bot.grant_intents(Intents::MESSAGE_CONTENT);
    scene
}

#[tokio::test]
async fn what_people_send_is_kept_whatever_it_is() {
    let scene = scene().await;
    let (alice, general) = (scene.guild.member("alice"), &scene.channel);
    let first = alice.says(general, "hello").await;
    alice.replies(&first, "and again").await;
    let reply = newest(&scene).await;
    assert_eq!((&reply["type"], &reply["referenced_message"]["content"]), (&json!(19), &json!("hello")));
    alice.forwards(&first, general).await;
    let forward = newest(&scene).await;
    assert_eq!(
        (&forward["type"], &forward["content"], &forward["message_reference"]["type"]),
        (&json!(0), &json!(""), &json!(1))
    );
    assert_eq!(forward["message_snapshots"][0]["message"]["content"], "hello");
    assert!(forward["message_snapshots"][0]["message"]["author"].is_null());
    alice.sends_sticker(general, "wave").await;
    assert_eq!(newest(&scene).await["sticker_items"][0]["name"], "wave");
    alice.starts_poll(general, "Tea?", &["Yes", "No"]).await;
    assert_eq!(newest(&scene).await["poll"]["answers"][1]["poll_media"]["text"], "No");
    alice.sends_embeds(general, vec![json!({ "image": { "url": "https://example.com/a.png" } })]).await;
    assert_eq!(newest(&scene).await["embeds"][0]["image"]["url"], "https://example.com/a.png");
    alice.sends_components(general, vec![json!({ "type": 10, "content": "**big**" })]).await;
    assert_eq!(newest(&scene).await["components"][0]["content"], "**big**");
    alice.causes_notice(general, 8).await;
    assert_eq!(newest(&scene).await["type"], 8);
    alice.sends(general, json!({ "content": null, "author": { "id": 5 }, "mentions": "none" })).await;
    let odd = newest(&scene).await;
    assert_eq!((&odd["content"], &odd["author"]["id"], &odd["mentions"]), (&Value::Null, &json!(5), &json!("none")));
}

#[tokio::test]
async fn a_preview_that_comes_later_is_an_update_and_no_edit() {
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let (bot, guild) = (discord.application("Helper"), discord.guild("Acme"));
    let general = guild.text_channel("general");
    bot.grant_intents(Intents::MESSAGE_CONTENT);
    guild.invite(&bot, Permissions::ADMINISTRATOR);
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let (mut wire, _) = Wire::ready(&discord, &bot.token(), intents).await;
    wire.event("GUILD_CREATE").await;
    let said = guild.member("alice").says(&general, "see https://example.com").await;
    wire.event("MESSAGE_CREATE").await;
    said.gets_preview(json!({ "type": "link", "title": "Example" }));
    let update = wire.event("MESSAGE_UPDATE").await;
    assert_eq!((&update["edited_timestamp"], &update["embeds"][0]["title"]), (&Value::Null, &json!("Example")));
    said.becomes(json!({ "content": 7 }));
    assert_eq!(wire.event("MESSAGE_UPDATE").await["content"], 7);
}

#[tokio::test]
async fn an_answer_can_be_anything() {
    let scene = scene().await;
    let page = Match::any().method("GET").path("/messages");
    scene.discord.faults().respond(page.clone(), Fault::Answer(json!([{ "id": null }])), 1);
    assert_eq!(newest(&scene).await, json!({ "id": null }));
    let refused = Fault::Refused { status: 400, code: 50035, message: "Invalid Form Body" };
    scene.discord.faults().respond(page, refused, 1);
    scene.get(&scene.at("/messages")).await.refused(400, 50035);
}

#[tokio::test]
async fn a_file_that_is_too_large_and_a_channel_without_messages_are_refused() {
    let scene = scene().await;
    for kind in [ChannelKind::FORUM, ChannelKind::MEDIA, ChannelKind::CATEGORY] {
        let path = format!("/channels/{}/messages", scene.guild.channel("posts", kind).id());
        scene.post(&path, json!({ "content": "no" })).await.refused(400, 50008);
    }
    scene.guild.limit_files(100);
    let form =
        |bytes| multipart::Form::new().part("files[0]", multipart::Part::bytes(vec![0; bytes]).file_name("a.txt"));
    scene.upload(Method::POST, &scene.at("/messages"), form(100)).await.ok();
    scene.upload(Method::POST, &scene.at("/messages"), form(101)).await.refused(413, 40005);
}

#[tokio::test]
async fn a_nonce_is_remembered_of_a_message_that_is_gone() {
    let scene = scene().await;
    let body = json!({ "content": "once", "nonce": "n-1", "enforce_nonce": true });
    let first = scene.post(&scene.at("/messages"), body.clone()).await.ok();
    let path = scene.at(&format!("/messages/{}", first["id"].as_str().unwrap()));
    assert_eq!(scene.delete(&path).await.status, 204);
    assert_eq!(scene.post(&scene.at("/messages"), body.clone()).await.ok()["id"], first["id"]);
    assert!(scene.channel.messages().is_empty());
    scene.discord.clock().advance(std::time::Duration::from_mins(6));
    assert_ne!(scene.post(&scene.at("/messages"), body).await.ok()["id"], first["id"]);
}

#[tokio::test]
async fn answers_of_a_discord_that_is_far_away_take_their_time() {
    let scene = scene().await;
    scene.discord.faults().distance(std::time::Duration::from_millis(150));
    let before = std::time::Instant::now();
    scene.get("/users/@me").await.ok();
    assert!((150..400).contains(&before.elapsed().as_millis()), "{:?}", before.elapsed());
}
