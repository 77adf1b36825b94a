//! Emoji of a guild, in buttons and menus.
use discord_simulator::Permissions;
use serde_json::{Value, json};

use super::client::Scene;

fn button(emoji: &Value) -> Value {
    let plain = json!({ "type": 2, "style": 2, "label": "Other", "custom_id": "other" });
    let with = json!({ "type": 2, "style": 1, "custom_id": "open", "label": "Open", "emoji": emoji });
    json!({ "components": [{ "type": 1, "components": [plain, with] }] })
}

/// `<:name:id>` as a button has it.
fn parsed(emoji: &str) -> Value {
    let mut parts = emoji.trim_matches(['<', '>']).split(':').skip(1);
    json!({ "name": parts.next(), "id": parts.next() })
}

#[tokio::test]
async fn a_button_has_an_emoji_of_a_guild_that_the_bot_is_in() {
    let scene = Scene::free().await;
    let emoji = scene.guild.emoji("ticket");
    assert_eq!(scene.get(&format!("/guilds/{}", scene.guild.id())).await.ok()["emojis"][0]["name"], "ticket");
    let messages = scene.at("/messages");
    let sent = scene.post(&messages, button(&parsed(&emoji))).await.ok();
    for unknown in
        [json!({ "id": "123456789012345678", "name": "ticket" }), parsed(&scene.discord.guild("B").emoji("x"))]
    {
        let body = scene.post(&messages, button(&unknown)).await.refused(400, 50035);
        let mistake = &body["errors"]["components"]["0"]["components"]["1"]["emoji"]["id"]["_errors"][0];
        assert_eq!(mistake["code"], "BUTTON_COMPONENT_INVALID_EMOJI", "{body}");
    }
    let body = scene.post(&messages, button(&json!({ "name": "smile" }))).await.refused(400, 50035);
    assert!(body["errors"]["components"]["0"]["components"]["1"]["emoji"]["name"].is_object(), "{body}");
    scene.post(&messages, button(&json!({ "name": "🎫" }))).await.ok();
    scene.guild.delete_emoji(&emoji);
    scene.post(&messages, button(&parsed(&emoji))).await.refused(400, 50035);
    let path = format!("{messages}/{}", sent["id"].as_str().unwrap());
    scene.patch(&path, button(&parsed(&emoji))).await.refused(400, 50035);
}

#[tokio::test]
async fn an_answer_to_an_interaction_has_known_emoji_too() {
    let scene = Scene::free().await;
    let asked = scene.command();
    let mut body = button(&json!({ "id": "1", "name": "gone" }));
    let told = scene.answer(&asked, json!({ "type": 4, "data": body })).await.refused(400, 50035);
    assert!(told["errors"]["data"]["components"]["0"]["components"]["1"]["emoji"]["id"].is_object(), "{told}");
    assert_eq!(scene.answer(&asked, json!({ "type": 5 })).await.status, 204);
    body["content"] = json!("later");
    scene.patch(&scene.webhook(&asked, "/messages/@original"), body).await.refused(400, 50035);
}

#[tokio::test]
async fn roles_of_integrations_are_managed() {
    let scene = Scene::free().await;
    scene.guild.integration_role("Twitch", Permissions::empty());
    scene.guild.role("Support", Permissions::empty());
    let roles = scene.get(&format!("/guilds/{}/roles", scene.guild.id())).await.ok();
    let managed: Vec<_> = roles.as_array().unwrap().iter().filter(|role| role["managed"] == true).collect();
    let names: Vec<_> = managed.iter().map(|role| role["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Helper", "Twitch"]);
    assert!(managed[1]["tags"]["integration_id"].is_string() && managed[1]["tags"]["bot_id"].is_null());
}
