//! Guilds, members, roles, and who asks.
use discord_simulator::{Intents, Permissions};
use serde_json::json;

use super::client::Scene;

#[tokio::test]
async fn a_bot_knows_itself_and_its_guilds() {
    let scene = Scene::free().await;
    assert_eq!(scene.get("/users/@me").await.ok()["username"], "Helper");
    scene.bot.grant_intents(Intents::MESSAGE_CONTENT);
    let flags = scene.get("/applications/@me").await.ok()["flags"].as_u64().unwrap();
    assert_eq!(flags & (1 << 19), 1 << 19);
    assert_eq!(flags & (1 << 15), 0);
    assert_eq!(scene.get("/oauth2/applications/@me").await.ok()["id"], scene.bot.id().to_string());
    assert_eq!(scene.get("/users/@me/guilds").await.ok()[0]["name"], "Acme");
    let counted = scene.get(&format!("/guilds/{}?with_counts=true", scene.guild.id())).await.ok();
    assert_eq!(counted["approximate_member_count"], 2);
    let gateway = scene.get("/gateway/bot").await.ok();
    assert_eq!(gateway["session_start_limit"]["remaining"], 1000);
    assert!(gateway["url"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
}

#[tokio::test]
async fn without_a_valid_token_there_is_401() {
    let mut scene = Scene::free().await;
    let old = scene.token.clone();
    scene.token = "nonsense".to_owned();
    let body = scene.get("/users/@me").await.refused(401, 0);
    assert_eq!(body["message"], "401: Unauthorized");
    scene.token = scene.bot.reset_token();
    scene.get("/users/@me").await.ok();
    scene.token = old;
    scene.get("/users/@me").await.refused(401, 0);
}

#[tokio::test]
async fn roles_are_given_only_below_the_bots_own() {
    let scene = Scene::with(Permissions::MANAGE_ROLES).await;
    let alice = scene.guild.member("alice").id();
    let above = scene.guild.role("Support", Permissions::empty());
    let member = format!("/guilds/{}/members/{alice}", scene.guild.id());
    scene.put(&format!("{member}/roles/{}", above.id()), json!({})).await.refused(403, 50013);
    let below = scene.post(&format!("/guilds/{}/roles", scene.guild.id()), json!({ "name": "Low" })).await.ok();
    let role = below["id"].as_str().unwrap();
    assert_eq!(scene.put(&format!("{member}/roles/{role}"), json!({})).await.status, 204);
    assert_eq!(scene.get(&member).await.ok()["roles"], json!([role]));
    assert_eq!(scene.delete(&format!("{member}/roles/{role}")).await.status, 204);
    scene.get(&format!("/guilds/{}/members/1", scene.guild.id())).await.refused(404, 10013);
    let stranger = scene.discord.guild("Other").member("bob").id();
    scene.get(&format!("/guilds/{}/members/{stranger}", scene.guild.id())).await.refused(404, 10007);
}

#[tokio::test]
async fn a_member_is_changed_by_those_in_the_guild_with_the_permission_for_each_field() {
    let scene = Scene::with(Permissions::empty()).await;
    let alice = scene.guild.member("alice").id();
    let member = format!("/guilds/{}/members/{alice}", scene.guild.id());
    scene.patch(&member, json!({})).await.ok();
    let fields = [("nick", json!("Al")), ("mute", json!(true)), ("communication_disabled_until", json!(null))];
    for (field, value) in fields {
        scene.patch(&member, json!({ field: value })).await.refused(403, 50013);
    }
    scene.patch(&format!("/guilds/{}/members/@me", scene.guild.id()), json!({ "nick": "Help" })).await.ok();
    let other = scene.discord.guild("Other");
    let theirs = format!("/guilds/{}/members/{}", other.id(), other.member("bob").id());
    scene.patch(&theirs, json!({})).await.refused(403, 50001);
    let everyone = scene.guild.role("@everyone", Permissions::empty());
    everyone.set_permissions(Permissions::EVERYONE | Permissions::MANAGE_NICKNAMES);
    assert_eq!(scene.patch(&member, json!({ "nick": "Al" })).await.ok()["nick"], "Al");
}

#[tokio::test]
async fn members_are_listed_for_those_with_the_intent() {
    let scene = Scene::free().await;
    scene.guild.member("alice");
    let path = format!("/guilds/{}/members?limit=10", scene.guild.id());
    scene.get(&path).await.refused(403, 50001);
    scene.bot.grant_intents(Intents::GUILD_MEMBERS);
    assert_eq!(scene.get(&path).await.ok().as_array().unwrap().len(), 3);
    let found = scene.get(&format!("/guilds/{}/members/search?query=ALI&limit=5", scene.guild.id())).await.ok();
    assert_eq!(found[0]["user"]["username"], "alice");
}

#[tokio::test]
async fn who_closed_their_direct_messages_gets_none() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice");
    let channel = scene.post("/users/@me/channels", json!({ "recipient_id": alice.id() })).await.ok();
    let path = format!("/channels/{}/messages", channel["id"].as_str().unwrap());
    scene.post(&path, json!({ "content": "hello" })).await.ok();
    alice.closes_direct_messages();
    scene.post(&path, json!({ "content": "hello" })).await.refused(403, 50007);
}

#[tokio::test]
async fn a_direct_message_goes_to_the_two() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice").id();
    let channel = scene.post("/users/@me/channels", json!({ "recipient_id": alice })).await.ok();
    assert_eq!((channel["type"].as_u64(), &channel["recipients"][0]["username"]), (Some(1), &json!("alice")));
    let again = scene.post("/users/@me/channels", json!({ "recipient_id": alice })).await.ok();
    assert_eq!(again["id"], channel["id"]);
    let path = format!("/channels/{}/messages", channel["id"].as_str().unwrap());
    assert_eq!(scene.post(&path, json!({ "content": "hello" })).await.ok()["content"], "hello");
    let gone = scene.discord.guild("Other").member("bob").id();
    let channel = scene.post("/users/@me/channels", json!({ "recipient_id": gone })).await.ok();
    let path = format!("/channels/{}/messages", channel["id"].as_str().unwrap());
    scene.post(&path, json!({ "content": "hello" })).await.refused(403, 50007);
}
