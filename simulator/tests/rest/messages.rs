//! Messages.
use std::time::Duration;

use discord_simulator::{
    Permissions,
    world::{Draft, Snowflake},
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use super::client::Scene;

fn row(components: &Value) -> Value {
    json!({ "type": 1, "components": components })
}

fn button(custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Go", "custom_id": custom_id })
}

#[tokio::test]
async fn a_message_is_sent_read_edited_and_deleted() {
    let scene = Scene::free().await;
    let embed = json!({ "title": "T", "fields": [{ "name": "a", "value": "b" }] });
    let body = json!({ "content": "hello", "embeds": [embed], "components": [row(&json!([button("go")]))] });
    let sent = scene.post(&scene.at("/messages"), body).await.ok();
    assert_eq!(sent["embeds"][0]["type"], "rich");
    assert_eq!(sent["components"][0]["components"][0]["id"], 2);
    let path = scene.at(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    assert_eq!(scene.get(&path).await.ok()["content"], "hello");
    let edited = scene.patch(&path, json!({ "content": "other", "components": [] })).await.ok();
    assert_eq!((&edited["content"], edited["components"].as_array().unwrap().len()), (&json!("other"), 0));
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(edited["embeds"][0]["title"], "T");
    assert_eq!(scene.delete(&path).await.status, 204);
    scene.get(&path).await.refused(404, 10008);
}

#[tokio::test]
async fn messages_are_listed_newest_first_and_by_place() {
    let scene = Scene::free().await;
    let mut ids = Vec::new();
    for number in 0..7 {
        let sent = scene.post(&scene.at("/messages"), json!({ "content": number.to_string() })).await.ok();
        ids.push(sent["id"].as_str().unwrap().to_owned());
    }
    let contents = |page: Value| -> String {
        page.as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect()
    };
    let page = async |query: String| contents(scene.get(&scene.at(&format!("/messages?{query}"))).await.ok());
    assert_eq!(page("limit=3".to_owned()).await, "654");
    assert_eq!(page(format!("limit=2&before={}", ids[3])).await, "21");
    assert_eq!(page(format!("limit=2&after={}", ids[3])).await, "54");
    assert_eq!(page(format!("limit=3&around={}", ids[3])).await, "432");
    scene.get(&scene.at("/messages?limit=101")).await.refused(400, 50035);
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn content_has_limits() {
    let scene = Scene::free().await;
    let path = scene.at("/messages");
    scene.post(&path, json!({ "content": "" })).await.refused(400, 50006);
    let first = |body: &Value, path: &str| body.pointer(&format!("/errors/{path}/_errors/0/code")).cloned();
    let cases = [
        (json!({ "content": "x".repeat(2001) }), "content", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": [{ "title": "x".repeat(257) }] }), "embeds/0/title", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "embeds": [{ "description": "x".repeat(4000) }, { "description": "x".repeat(2001) }] }),
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (json!({ "embeds": vec![json!({ "title": "x" }); 11] }), "embeds", "BASE_TYPE_MAX_LENGTH"),
        (
            json!({ "components": [row(&json!([button("a"), button("a")]))] }),
            "components/0/components/1/custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            json!({ "components": [row(&json!([button(&"a".repeat(101))]))] }),
            "components/0/components/0/custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (json!({ "components": [button("a")] }), "components/0/type", "UNION_TYPE_CHOICES"),
        (
            json!({ "flags": 1 << 15, "content": "x", "components": [{ "type": 10, "content": "y" }] }),
            "",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
        (
            json!({ "flags": 1 << 15, "components": vec![json!({ "type": 14 }); 41] }),
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        ),
    ];
    for (body, at, code) in cases {
        let refused = scene.post(&path, body).await.refused(400, 50035);
        let found = if at.is_empty() {
            refused["errors"]["_errors"][0]["code"].clone()
        } else {
            first(&refused, at).unwrap_or_default()
        };
        assert_eq!(found, code, "{refused}");
    }
    let good = json!({ "flags": 1 << 15, "components": [{ "type": 17, "components": [{ "type": 10, "content": "y" }, row(&json!([button("a")]))] }] });
    assert_eq!(scene.post(&path, good).await.ok()["flags"], 1 << 15);
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn without_the_permission_embeds_are_dropped_and_nothing_but_embeds_is_refused() {
    let scene = Scene::with(Permissions::empty()).await;
    let without = Permissions::EVERYONE & !Permissions::EMBED_LINKS;
    scene.guild.role("@everyone", Permissions::empty()).set_permissions(without);
    let embeds = json!([{ "title": "T" }]);
    let sent = scene.post(&scene.at("/messages"), json!({ "content": "text", "embeds": embeds })).await.ok();
    assert_eq!((&sent["content"], &sent["embeds"]), (&json!("text"), &json!([])));
    scene.post(&scene.at("/messages"), json!({ "embeds": embeds })).await.refused(403, 50013);
    let path = scene.at(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    let edited = scene.patch(&path, json!({ "content": "other", "embeds": embeds })).await.ok();
    assert_eq!((&edited["content"], &edited["embeds"]), (&json!("other"), &json!([])));
    scene.patch(&path, json!({ "content": "", "embeds": embeds })).await.refused(400, 50006);
    let asked = scene.command();
    scene.answer(&asked, json!({ "type": 4, "data": { "embeds": embeds } })).await.ok();
    let original = scene.get(&scene.webhook(&asked, "/messages/@original")).await.ok();
    assert_eq!(original["embeds"][0]["title"], "T", "answers to interactions need no permission");
}

#[tokio::test]
async fn a_reply_is_to_a_message_that_is_there_and_that_the_bot_may_read() {
    let scene = Scene::with(Permissions::empty()).await;
    let sent = scene.post(&scene.at("/messages"), json!({ "content": "first" })).await.ok();
    let reply = |id: &Value, fail: bool| {
        let reference = json!({ "message_id": id, "fail_if_not_exists": fail });
        json!({ "content": "re", "message_reference": reference })
    };
    let replied = scene.post(&scene.at("/messages"), reply(&sent["id"], true)).await.ok();
    assert_eq!((&replied["type"], &replied["referenced_message"]["content"]), (&json!(19), &json!("first")));
    scene.post(&scene.at("/messages"), reply(&json!("5"), true)).await.refused(400, 50035);
    scene.post(&scene.at("/messages"), reply(&json!("5"), false)).await.ok();
    let without = Permissions::EVERYONE & !Permissions::READ_MESSAGE_HISTORY;
    scene.guild.role("@everyone", Permissions::empty()).set_permissions(without);
    scene.discord.clock().advance(Duration::from_secs(5));
    scene.post(&scene.at("/messages"), reply(&sent["id"], true)).await.refused(403, 160_002);
    scene.post(&scene.at("/messages"), json!({ "content": "no reply" })).await.ok();
}

#[tokio::test]
async fn an_enforced_nonce_sends_once() {
    let scene = Scene::free().await;
    let body = json!({ "content": "once", "nonce": "n-1", "enforce_nonce": true });
    let first = scene.post(&scene.at("/messages"), body.clone()).await.ok();
    assert_eq!(first["nonce"], "n-1");
    assert_eq!(scene.post(&scene.at("/messages"), body.clone()).await.ok()["id"], first["id"]);
    scene.discord.clock().advance(Duration::from_mins(6));
    assert_ne!(scene.post(&scene.at("/messages"), body).await.ok()["id"], first["id"]);
}

#[tokio::test]
async fn files_arrive_and_are_served() {
    let scene = Scene::free().await;
    let about =
        json!({ "content": "see", "attachments": [{ "id": 0, "filename": "note.txt", "description": "a note" }] });
    let file = Part::bytes(b"hello file".to_vec()).file_name("x").mime_str("text/plain").unwrap();
    let form = Form::new().text("payload_json", about.to_string()).part("files[0]", file);
    let sent = scene.upload(Method::POST, &scene.at("/messages"), form).await.ok();
    let attachment = &sent["attachments"][0];
    assert_eq!((&attachment["filename"], &attachment["size"]), (&json!("note.txt"), &json!(10)));
    assert_eq!(attachment["description"], "a note");
    let served = scene.http.get(attachment["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(served.headers()["content-type"], "text/plain");
    assert_eq!(served.text().await.unwrap(), "hello file");
    let path = scene.at(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    let edited = scene.patch(&path, json!({ "attachments": [] })).await.ok();
    assert_eq!(edited["attachments"], json!([]));
    assert_eq!(scene.http.get(attachment["url"].as_str().unwrap()).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn only_allowed_mentions_notify() {
    let scene = Scene::free().await;
    let (alice, role) = (scene.guild.member("alice").id(), scene.guild.role("Support", Permissions::empty()).id());
    let content = format!("<@{alice}> <@&{role}> @everyone");
    let pings = |message: &Value| {
        let id: Snowflake = message["id"].as_str().unwrap().parse().unwrap();
        scene.discord.shared().read(|world| world.message(scene.channel.id(), id).unwrap().pings.clone())
    };
    let all = scene.post(&scene.at("/messages"), json!({ "content": content })).await.ok();
    assert_eq!((pings(&all).users, pings(&all).roles, pings(&all).everyone), (vec![alice], vec![role], true));
    let quiet = json!({ "content": content, "allowed_mentions": { "parse": [] } });
    let quiet = scene.post(&scene.at("/messages"), quiet).await.ok();
    assert_eq!(pings(&quiet), discord_simulator::world::Pings::default());
    let one = json!({ "content": content, "allowed_mentions": { "parse": ["roles"], "users": [alice] } });
    let one = scene.post(&scene.at("/messages"), one).await.ok();
    assert_eq!((pings(&one).users, pings(&one).roles, pings(&one).everyone), (vec![alice], vec![role], false));
}

#[tokio::test]
async fn others_messages_cannot_be_edited_and_old_ones_not_deleted_in_bulk() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice").id();
    let post = |text: &str| {
        let draft = Draft::text(text);
        scene.discord.shared().change(|world| world.create_message(alice, scene.channel.id(), draft).unwrap())
    };
    let (first, second) = (post("a"), post("b"));
    scene.patch(&scene.at(&format!("/messages/{first}")), json!({ "content": "x" })).await.refused(403, 50005);
    let both = json!({ "messages": [first, second] });
    scene.post(&scene.at("/messages/bulk-delete"), json!({ "messages": [first] })).await.refused(400, 50016);
    scene.discord.clock().advance(Duration::from_hours(15 * 24));
    scene.post(&scene.at("/messages/bulk-delete"), both).await.refused(400, 50034);
    let (third, fourth) = (post("c"), post("d"));
    assert_eq!(
        scene.post(&scene.at("/messages/bulk-delete"), json!({ "messages": [third, fourth] })).await.status,
        204
    );
    scene.get(&scene.at(&format!("/messages/{third}"))).await.refused(404, 10008);
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn pins_are_listed_by_both_paths() {
    let scene = Scene::free().await;
    let sent = scene.post(&scene.at("/messages"), json!({ "content": "pin me" })).await.ok();
    let id = sent["id"].as_str().unwrap();
    assert_eq!(scene.put(&scene.at(&format!("/pins/{id}")), Value::Null).await.status, 204);
    assert_eq!(scene.get(&scene.at("/pins")).await.ok()[0]["id"], id);
    let page = scene.get(&scene.at("/messages/pins")).await.ok();
    assert_eq!((&page["items"][0]["message"]["pinned"], &page["has_more"]), (&json!(true), &json!(false)));
    assert_eq!(scene.get(&scene.at("/messages?limit=1")).await.ok()[0]["type"], 6);
    assert_eq!(scene.delete(&scene.at(&format!("/messages/pins/{id}"))).await.status, 204);
    assert_eq!(scene.get(&scene.at("/pins")).await.ok(), json!([]));
}
