//! Commands.
use serde_json::{Value, json};

use super::client::Scene;

fn command(name: &str) -> Value {
    json!({ "name": name, "description": "does it" })
}

#[tokio::test]
async fn a_command_is_made_replaced_and_deleted() {
    let scene = Scene::free().await;
    let path = format!("/applications/{}/commands", scene.bot.id());
    let made = scene.post(&path, command("ticket")).await;
    assert_eq!(made.status, 201);
    let again = scene.post(&path, json!({ "name": "ticket", "description": "other" })).await;
    assert_eq!((again.status, &again.body["id"]), (200, &made.body["id"]));
    assert_ne!(again.body["version"], made.body["version"]);
    let listed = scene.put(&path, json!([command("ticket"), command("close")])).await.ok();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(listed.as_array().unwrap().iter().any(|command| command["id"] == made.body["id"]));
    let one = format!("{path}/{}", made.body["id"].as_str().unwrap());
    assert_eq!(scene.patch(&one, json!({ "description": "new" })).await.ok()["description"], "new");
    assert_eq!(scene.delete(&one).await.status, 204);
    scene.get(&one).await.refused(404, 10063);
    let guild = format!("/applications/{}/guilds/{}/commands", scene.bot.id(), scene.guild.id());
    assert_eq!(scene.post(&guild, command("here")).await.ok()["guild_id"], scene.guild.id().to_string());
    scene.get("/applications/1/commands").await.refused(403, 20012);
    let elsewhere = scene.discord.guild("Other").id();
    let elsewhere = format!("/applications/{}/guilds/{elsewhere}/commands", scene.bot.id());
    scene.get(&elsewhere).await.refused(403, 50001);
}

#[tokio::test]
async fn commands_have_limits() {
    let scene = Scene::free().await;
    let path = format!("/applications/{}/commands", scene.bot.id());
    let body = scene.post(&path, command("Not Lower")).await.refused(400, 50035);
    assert_eq!(body["errors"]["name"]["_errors"][0]["code"], "APPLICATION_COMMAND_INVALID_NAME");
    let options: Vec<_> = (0..26).map(|n| json!({ "type": 3, "name": format!("o{n}"), "description": "d" })).collect();
    let many = json!({ "name": "many", "description": "d", "options": options });
    let body = scene.post(&path, many).await.refused(400, 50035);
    assert_eq!(body["errors"]["options"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    let twice = scene.put(&path, json!([command("a"), command("a")])).await.refused(400, 50035);
    assert_eq!(twice["errors"]["1"]["_errors"][0]["code"], "APPLICATION_COMMANDS_DUPLICATE_NAME");
    let all: Vec<_> = (0..100).map(|n| command(&format!("c{n}"))).collect();
    scene.put(&path, json!(all)).await.ok();
    scene.post(&path, command("one-more")).await.refused(400, 30032);
    let _ = scene.discord.shared().openapi.take_violations();
}
