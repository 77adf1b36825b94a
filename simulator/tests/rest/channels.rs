//! Channels, categories and overwrites.
use discord_simulator::{
    ChannelHandle, Permissions,
    world::{Channel, ChannelKind, Overwrite, OverwriteKind},
};
use serde_json::{Value, json};

use super::{client::Scene, openapi::document};

#[tokio::test]
async fn a_channel_is_made_changed_and_deleted_with_reasons_in_the_audit_log() {
    let scene = Scene::free().await;
    let category = scene.guild.category("Tickets");
    let path = format!("/guilds/{}/channels", scene.guild.id());
    let request = scene.http.post(format!("{}{path}", scene.discord.api_base()));
    let request = request.header("authorization", format!("Bot {}", scene.token));
    let request = request.header("x-audit-log-reason", "Ticket%20ge%C3%B6ffnet");
    let body = json!({ "name": "Ticket 1", "parent_id": category.id(), "topic": "help", "permission_overwrites": [
        { "id": scene.guild.id(), "type": 0, "allow": "0", "deny": "1024" },
    ] });
    let response = request.json(&body).send().await.unwrap();
    assert_eq!(response.status(), 201);
    let channel: Value = response.json().await.unwrap();
    assert_eq!(channel["name"], "ticket-1");
    assert_eq!(channel["parent_id"], category.id().to_string());
    assert_eq!(channel["permission_overwrites"][0]["deny"], "1024");
    let path = format!("/channels/{}", channel["id"].as_str().unwrap());
    let changed = scene.patch(&path, json!({ "name": "closed-1", "topic": null, "parent_id": null })).await.ok();
    assert_eq!(
        (&changed["name"], &changed["topic"], &changed["parent_id"]),
        (&json!("closed-1"), &Value::Null, &Value::Null)
    );
    assert_eq!(scene.delete(&path).await.ok()["id"], channel["id"]);
    scene.get(&path).await.refused(404, 10003);
    let log = scene.guild.audit_log();
    let reasons: Vec<_> = log.iter().map(|entry| (entry.action as u32, entry.reason.as_deref())).collect();
    assert_eq!(reasons, [(10, Some("Ticket geöffnet")), (11, None), (12, None)]);
    let listed = scene.get(&format!("/guilds/{}/audit-logs?action_type=10", scene.guild.id())).await.ok();
    assert_eq!(listed["audit_log_entries"][0]["reason"], "Ticket geöffnet");
}

#[tokio::test]
async fn names_and_topics_have_lengths() {
    let scene = Scene::free().await;
    let path = format!("/guilds/{}/channels", scene.guild.id());
    let body =
        scene.post(&path, json!({ "name": "x".repeat(101), "topic": "x".repeat(1025) })).await.refused(400, 50035);
    assert_eq!(body["errors"]["name"]["_errors"][0]["code"], "BASE_TYPE_BAD_LENGTH");
    assert_eq!(body["errors"]["topic"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    let body = scene.post(&path, json!({ "name": "" })).await.refused(400, 50035);
    assert_eq!(body["errors"]["name"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    assert!(!scene.discord.shared().openapi.take_violations().is_empty() || !document());
}

#[tokio::test]
async fn a_category_takes_fifty_channels_and_a_guild_five_hundred() {
    let scene = Scene::free().await;
    let category = scene.guild.category("Tickets");
    let path = format!("/guilds/{}/channels", scene.guild.id());
    for number in 0..50 {
        scene.post(&path, json!({ "name": format!("t-{number}"), "parent_id": category.id() })).await.ok();
    }
    let body = scene.post(&path, json!({ "name": "one-more", "parent_id": category.id() })).await.refused(400, 50035);
    assert_eq!(body["errors"]["parent_id"]["_errors"][0]["code"], "CHANNEL_PARENT_MAX_CHANNELS");
    while scene.guild.channels().len() < 500 {
        scene.guild.channel("filler", ChannelKind::TEXT);
    }
    scene.post(&path, json!({ "name": "one-more" })).await.refused(400, 30013);
}

#[tokio::test]
async fn what_a_bot_may_not_see_or_do_is_refused() {
    let scene = Scene::with(Permissions::VIEW_CHANNEL).await;
    let path = format!("/guilds/{}/channels", scene.guild.id());
    scene.post(&path, json!({ "name": "no" })).await.refused(403, 50013);
    scene.patch(&scene.at(""), json!({ "topic": "no" })).await.refused(403, 50013);
    scene.get("/channels/1").await.refused(404, 10003);
    let hidden = scene.guild.text_channel("hidden");
    scene.discord.shared().change(|world| {
        world.edit_channel(hidden.id(), |channel| {
            channel.overwrites.push(Overwrite {
                id: scene.guild.id(),
                kind: OverwriteKind::Role,
                allow: Permissions::empty(),
                deny: Permissions::VIEW_CHANNEL,
            });
        })
    });
    scene.get(&format!("/channels/{}", hidden.id())).await.refused(403, 50001);
}

#[tokio::test]
async fn channels_are_moved_within_their_own_guild_only() {
    let scene = Scene::free().await;
    let path = format!("/guilds/{}/channels", scene.guild.id());
    let place = |channel: &ChannelHandle| json!({ "id": channel.id(), "position": 7 });
    assert_eq!(scene.patch(&path, json!([place(&scene.channel)])).await.status, 204);
    assert_eq!(scene.channel.state().unwrap().position, 7);
    let others = scene.discord.guild("Other").text_channel("theirs");
    let second = scene.guild.text_channel("second");
    scene.patch(&path, json!([place(&second), place(&others)])).await.refused(404, 10003);
    assert_eq!((second.state().unwrap().position, others.state().unwrap().position), (1, 0));
}

#[tokio::test]
async fn a_channel_without_overwrites_takes_those_of_its_category() {
    let scene = Scene::free().await;
    let hidden = json!([{ "id": scene.guild.id(), "type": 0, "allow": "0", "deny": "1024" }]);
    let path = format!("/guilds/{}/channels", scene.guild.id());
    let category = json!({ "name": "Staff", "type": 4, "permission_overwrites": hidden });
    let category = scene.post(&path, category).await.ok();
    for (own, taken) in [(Value::Null, &hidden), (json!([]), &hidden)] {
        let mut body = json!({ "name": "inside", "parent_id": category["id"] });
        if !own.is_null() {
            body["permission_overwrites"] = own;
        }
        assert_eq!(scene.post(&path, body).await.ok()["permission_overwrites"], *taken);
    }
    let own = json!([{ "id": scene.bot.id(), "type": 1, "allow": "1024", "deny": "0" }]);
    let body = json!({ "name": "own", "parent_id": category["id"], "permission_overwrites": own });
    assert_eq!(scene.post(&path, body).await.ok()["permission_overwrites"], own);
}

#[tokio::test]
async fn overwrites_are_of_bits_that_the_bot_holds() {
    let scene = Scene::with(Permissions::MANAGE_CHANNELS | Permissions::MANAGE_ROLES | Permissions::VIEW_CHANNEL).await;
    let alice = scene.guild.member("alice").id();
    let path = scene.at(&format!("/permissions/{alice}"));
    let body = json!({ "type": 1, "allow": Permissions::VIEW_CHANNEL.0.to_string(), "deny": "0" });
    assert_eq!(scene.put(&path, body).await.status, 204);
    let body = json!({ "type": 1, "allow": Permissions::BAN_MEMBERS.0.to_string() });
    scene.put(&path, body).await.refused(403, 50013);
    let body = json!({ "type": 1, "allow": Permissions::MANAGE_ROLES.0.to_string() });
    scene.put(&path, body).await.refused(403, 50013);
    assert_eq!(scene.delete(&path).await.status, 204);
    scene.delete(&path).await.refused(404, 10009);
    let foreign = Overwrite {
        id: alice,
        kind: OverwriteKind::Member,
        allow: Permissions::BAN_MEMBERS,
        deny: Permissions::empty(),
    };
    let edit = |change: fn(&mut Channel, Overwrite)| {
        let id = scene.channel.id();
        scene.discord.shared().change(|world| world.edit_channel(id, |channel| change(channel, foreign)));
    };
    edit(|channel, foreign| channel.overwrites.push(foreign));
    scene.patch(&scene.at(""), json!({ "permission_overwrites": [] })).await.refused(403, 50013);
    let own = json!({ "id": scene.bot.id(), "type": 1, "allow": "1024", "deny": "0" });
    let both = json!({ "permission_overwrites": [foreign.json(), own] });
    scene.patch(&scene.at(""), both).await.ok();
    edit(|channel, foreign| channel.overwrites.retain(|other| other.id != foreign.id));
    scene.patch(&scene.at(""), json!({ "permission_overwrites": [] })).await.ok();
    let unknown = json!({ "name": "x", "permission_overwrites": [{ "id": "12345", "type": 1, "allow": "1024" }] });
    scene.post(&format!("/guilds/{}/channels", scene.guild.id()), unknown).await.refused(400, 50035);
}
