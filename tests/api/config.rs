//! A guild's settings over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Answer;
use super::tickets::Desk;
use crate::support::says;

struct Admin {
    desk: Desk,
    key: String,
}

impl Admin {
    async fn of(desk: Desk) -> Self {
        let key = desk.hosting.admin_key().await;
        Self { desk, key }
    }

    fn url(&self) -> String {
        format!("{}/api/guilds/{}/config", self.desk.hosting.url(), self.desk.hosting.world.guild.id())
    }

    async fn shows(&self) -> (String, Value) {
        let shown = self.desk.hosting.http.get(self.url()).bearer_auth(&self.key).send().await.unwrap();
        let version = shown.headers()["etag"].to_str().unwrap().to_owned();
        (version, shown.json().await.unwrap())
    }

    async fn changes(&self, version: Option<&str>, body: &Value) -> Answer {
        let request = self.desk.hosting.http.patch(self.url()).bearer_auth(&self.key).json(body);
        let request = version.into_iter().fold(request, |request, version| request.header("if-match", version));
        super::host::answer(request.send().await.unwrap()).await
    }
}

#[tokio::test]
async fn settings_are_changed_field_by_field_and_not_over_what_somebody_else_changed() {
    let admin = Admin::of(Desk::set_up().await).await;
    let world = &admin.desk.hosting.world;
    let (version, before) = admin.shows().await;
    assert_eq!(before["staff"], json!([world.staff.id().to_string()]));
    assert_eq!(before["types"][1]["name"], "Billing");

    let change = json!({ "limit": 3, "feedback": false, "name_template": "{number}-{username}", "log_channel": null });
    let changed = admin.changes(Some(&version), &change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!((&changed.body["limit"], &changed.body["feedback"]), (&json!(3), &json!(false)));
    assert_eq!((&changed.body["log_channel"], &changed.body["category"]), (&Value::Null, &before["category"]));
    assert!(world.owner_says("/setup").await.contains("{number}-{username}"));

    assert_eq!(before["time_zone"], "UTC");
    let moved = admin.changes(None, &json!({ "time_zone": "asia/kolkata" })).await;
    assert_eq!((moved.status, &moved.body["time_zone"]), (200, &json!("Asia/Kolkata")), "{moved:?}");
    assert_eq!(admin.changes(None, &json!({ "time_zone": null })).await.body["time_zone"], "UTC");
    let changed = admin.changes(None, &json!({ "limit": 3 })).await;

    world.owner_says("/setup account_days:7").await;
    let (newer, _) = admin.shows().await;
    let late =
        admin.changes(changed.headers.get("etag").map(|tag| tag.to_str().unwrap()), &json!({ "limit": 9 })).await;
    assert_eq!(late.problem(), (412, "changed_meanwhile"));
    assert!(late.body["detail"].as_str().unwrap().contains("account_days"), "{late:?}");
    assert_eq!(admin.shows().await.1["limit"], 3);
    assert_eq!(admin.changes(Some(&newer), &json!({ "limit": null })).await.body["limit"], Value::Null);
    assert_eq!(admin.changes(None, &json!({ "staff": [] })).await.body["staff"], json!([]));
    admin.desk.hosting.finish().await;
}

#[tokio::test]
async fn a_shorter_time_for_closed_tickets_says_what_it_will_remove_and_can_be_taken_back() {
    let admin = Admin::of(Desk::set_up().await).await;
    let world = &admin.desk.hosting.world;
    let ticket = world.opens(&world.member("alice"), "Billing").await;
    world.closes(&world.agent("carol"), &ticket, "done").await;
    let before = admin.shows().await.1;
    assert_eq!((&before["retention_days"], &before["retention_change"]), (&Value::Null, &Value::Null));

    let change = json!({ "retention_days": 1 });
    let changed = admin.changes(None, &change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.body["retention_days"], Value::Null, "it does not hold yet");
    let announced = &changed.body["retention_change"];
    assert_eq!((&announced["days"], &announced["tickets"], &announced["more"]), (&json!(1), &json!(1), &json!(false)));
    let again = admin.changes(None, &change).await.body;
    assert_eq!(again["retention_change"]["from"], announced["from"], "chosen again it waits no longer");
    let back = admin.changes(None, &json!({ "retention_days": null })).await.body;
    assert_eq!(back["retention_change"], Value::Null);
    let audit = format!("/api/guilds/{}/audit?kind=settings.changed&limit=1", world.guild.id());
    let audit = admin.desk.hosting.asks(Method::GET, &audit, &admin.key, None).await.body;
    assert_eq!(audit["entries"][0]["before"]["retention"]["shorter"]["days"], 1, "{audit}");
    admin.desk.hosting.finish().await;
}

#[tokio::test]
async fn settings_are_an_admins_and_what_they_cannot_be_is_refused() {
    let admin = Admin::of(Desk::set_up().await).await;
    let hosting = &admin.desk.hosting;
    let path = format!("/api/guilds/{}/config", hosting.world.guild.id());
    for method in [Method::GET, Method::PATCH] {
        let refused = hosting.asks(method, &path, &admin.desk.agent, Some(json!({ "limit": 1 }))).await;
        assert_eq!(refused.problem(), (403, "not_allowed"));
    }
    let before = admin.shows().await;
    for (body, problem) in [
        (json!({ "staff": [hosting.world.guild.id().to_string()] }), (422, "everyone_as_staff")),
        (json!({ "staff": ["1234567890123456"] }), (422, "no_such_role")),
        (json!({ "category": hosting.world.general.id().to_string() }), (422, "no_category")),
        (json!({ "log_channel": "1234567890123456" }), (422, "no_such_channel")),
        (json!({ "limit": 51 }), (422, "limit_range")),
        (json!({ "attachment_limit": 11 }), (422, "too_high")),
        (json!({ "retention_days": 0 }), (422, "retention_range")),
        (json!({ "retention_days": 3651 }), (422, "retention_range")),
        (json!({ "time_zone": "Mars/Base" }), (422, "no_time_zone")),
        (json!({ "time_zone": "x".repeat(5000) }), (422, "no_time_zone")),
        (json!({ "time_zone": 2 }), (400, "invalid_body")),
        (json!({ "retention_days": -1 }), (400, "invalid_body")),
        (json!({ "retention_days": "🦀" }), (400, "invalid_body")),
        (json!({ "name_template": "" }), (422, "text_length")),
        (json!({ "priority_shown": "everywhere" }), (400, "invalid_body")),
        (json!({ "types": [] }), (400, "invalid_body")),
        (json!({ "limit": { "$gt": "" } }), (400, "invalid_body")),
    ] {
        assert_eq!(admin.changes(None, &body).await.problem(), problem, "{body}");
    }
    assert_eq!(admin.changes(Some("now"), &json!({})).await.problem(), (400, "invalid_header"));
    assert_eq!(admin.shows().await, before);
    admin.desk.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_keeps_permissions_for_fewer_and_gives_none_to_more() {
    let admin = Admin::of(Desk::set_up().await).await;
    let (desk, world) = (&admin.desk, &admin.desk.hosting.world);
    let bob = world.agent("bob");
    let channel = world.opens(&world.member("alice"), "Billing").await;
    let renames = async || says(&bob, &channel, "/ticket rename name:refund").await;
    let kept = json!({ "roles": { "rename_ticket": "admin", "set_priority": "admin" } });
    let changed = admin.changes(None, &kept).await;
    assert_eq!((changed.status, &changed.body["roles"]), (200, &kept["roles"]), "{changed:?}");
    // What was chosen a moment ago is known at once here, since this process wrote it.
    assert!(renames().await.contains("you need to be allowed to manage the server"));
    let refused = desk.asks(Method::PATCH, "/1", &desk.agent, Some(json!({ "priority": "high" }))).await;
    assert_eq!(refused.problem(), (403, "not_allowed"));
    let done = desk.asks(Method::PATCH, "/1", &admin.key, Some(json!({ "priority": "high" }))).await;
    assert_eq!(done.status, 200, "{done:?}");

    let changed = admin.changes(None, &json!({ "roles": { "rename_ticket": null } })).await;
    assert_eq!(changed.body["roles"], json!({ "set_priority": "admin" }));
    assert!(!renames().await.contains("not allowed"));
    for (wrong, problem) in [
        (json!({ "roles": { "delete_ticket": "agent" } }), (422, "role_widened")),
        (json!({ "roles": { "close_ticket": "member" } }), (422, "role_widened")),
        (json!({ "roles": { "fly": "admin" } }), (400, "invalid_body")),
        (json!({ "roles": { "close_ticket": "boss" } }), (400, "invalid_body")),
        (json!({ "roles": ["close_ticket"] }), (400, "invalid_body")),
        (json!({ "roles": { "close_ticket": { "$gt": "" } } }), (400, "invalid_body")),
    ] {
        assert_eq!(admin.changes(None, &wrong).await.problem(), problem, "{wrong}");
    }
    let log = format!("/api/guilds/{}/audit?kind=settings.changed&limit=1", world.guild.id());
    let log = desk.hosting.asks(Method::GET, &log, &admin.key, None).await.body;
    assert_eq!(log["entries"][0]["after"]["narrowed"], json!({ "set_priority": "admin" }));
    assert_eq!(admin.changes(None, &json!({ "roles": null })).await.body["roles"], json!({}));
    let done = desk.asks(Method::PATCH, "/1", &desk.agent, Some(json!({ "priority": "low" }))).await;
    assert_eq!(done.status, 200, "{done:?}");
    admin.desk.hosting.finish().await;
}
