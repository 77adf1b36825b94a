//! A guild's tags, blacklist, staff, statistics and audit log over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Answer;
use super::tickets::Desk;
use crate::support::eventually_async;

/// A guild, and keys of two ranks for it.
pub struct Guild {
    pub desk: Desk,
    pub admin: String,
}

impl Guild {
    pub async fn set_up() -> Self {
        let desk = Desk::set_up().await;
        let admin = desk.hosting.admin_key().await;
        Self { desk, admin }
    }

    pub async fn asks(&self, method: Method, rest: &str, key: &str, body: Option<Value>) -> Answer {
        let path = format!("/api/guilds/{}{rest}", self.desk.hosting.world.guild.id());
        self.desk.hosting.asks(method, &path, key, body).await
    }

    pub async fn gets(&self, rest: &str) -> Value {
        let got = self.asks(Method::GET, rest, &self.admin, None).await;
        assert_eq!(got.status, 200, "{rest}: {got:?}");
        got.body
    }

    pub async fn does(&self, method: Method, rest: &str, body: Value) -> Answer {
        self.asks(method, rest, &self.admin, Some(body)).await
    }
}

#[tokio::test]
async fn tags_are_kept_changed_and_deleted_as_in_discord() {
    let guild = Guild::set_up().await;
    let added = guild.does(Method::POST, "/tags", json!({ "name": "Hours", "text": "Nine to five." })).await;
    assert_eq!((added.status, &added.body["name"]), (201, &json!("Hours")));
    let again = guild.does(Method::POST, "/tags", json!({ "name": "hours", "text": "x" })).await;
    assert_eq!(again.problem(), (422, "tag_exists"));
    let edited = guild.does(Method::PATCH, "/tags/hours", json!({ "text": "=1+1 @everyone" })).await;
    assert_eq!((edited.status, &edited.body["text"]), (200, &json!("=1+1 @everyone")));
    assert_eq!(guild.gets("/tags").await, json!({ "tags": [{ "name": "Hours", "text": "=1+1 @everyone" }] }));
    assert!(guild.desk.hosting.world.owner_says("/tags list").await.contains("Hours"));
    for (method, rest, body, problem) in [
        (Method::PATCH, "/tags/nothing", json!({ "text": "x" }), (404, "unknown_tag")),
        (Method::DELETE, "/tags/nothing", json!({}), (404, "unknown_tag")),
        (Method::POST, "/tags", json!({ "name": "", "text": "x" }), (422, "text_length")),
        (Method::POST, "/tags", json!({ "name": "x", "text": "x".repeat(2001) }), (422, "text_length")),
        (Method::POST, "/tags", json!({ "name": { "$gt": "" }, "text": "x" }), (400, "invalid_body")),
        (Method::PATCH, "/tags/hours", json!({ "name": "x" }), (400, "invalid_body")),
    ] {
        let refused = guild.does(method.clone(), rest, body).await;
        assert_eq!(refused.problem(), problem, "{method} {rest}");
    }
    assert_eq!(guild.does(Method::DELETE, "/tags/hours", json!({})).await.status, 200);
    assert_eq!(guild.gets("/tags").await, json!({ "tags": [] }));
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn whoever_is_put_on_the_blacklist_over_http_opens_no_ticket_until_they_are_off_it() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let mallory = world.member("mallory");
    let entry = format!("/blacklist/{}", mallory.id());
    let added = guild.does(Method::PUT, &entry, json!({ "reason": "Spam", "lasts": "7d" })).await;
    assert_eq!((added.status, &added.body["reason"]), (200, &json!("Spam")));
    assert!(added.body["until"].is_string() && added.body["by"].as_str().unwrap().starts_with("key:"), "{added:?}");
    let refused = mallory.press(&world.panel().button("Billing")).await.finished().await.text();
    assert!(refused.contains("Spam"), "{refused}");
    assert_eq!(guild.gets("/blacklist").await["entries"].as_array().unwrap().len(), 1);
    for (rest, body, problem) in [
        (&*entry, json!({ "lasts": "soon" }), (422, "blacklist_duration")),
        (&entry, json!({ "reason": "x".repeat(501) }), (422, "text_length")),
        ("/blacklist/everybody", json!({}), (400, "invalid_query")),
        (&*format!("/blacklist/&{}", world.guild.id()), json!({}), (422, "everyone_blacklisted")),
    ] {
        assert_eq!(guild.does(Method::PUT, rest, body).await.problem(), problem, "{rest}");
    }
    assert_eq!(guild.does(Method::DELETE, &entry, json!({})).await.status, 200);
    assert_eq!(guild.does(Method::DELETE, &entry, json!({})).await.problem(), (404, "not_blacklisted"));
    world.opens(&mallory, "Billing").await;
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn staff_is_put_into_teams_and_taken_off_over_http() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let carol = world.member("carol");
    let who = format!("/staff/{}", carol.id());
    let added = guild.does(Method::PUT, &who, json!({ "rank": "trainee", "team": "Night" })).await;
    let entry = json!({ "whom": carol.id().to_string(), "rank": "trainee", "team": "Night" });
    assert!(added.body["staff"].as_array().unwrap().contains(&entry), "{added:?}");
    assert!(world.owner_says("/staff list").await.contains("Night"));
    for (rest, body, problem) in [
        (&*format!("/staff/&{}", world.guild.id()), json!({}), (422, "everyone_as_staff")),
        ("/staff/&1234567890123456", json!({}), (422, "no_such_role")),
        ("/staff/nobody", json!({}), (400, "invalid_query")),
        (&who, json!({ "rank": "king" }), (400, "invalid_body")),
        (&who, json!({ "team": "x".repeat(33) }), (422, "text_length")),
    ] {
        assert_eq!(guild.does(Method::PUT, rest, body).await.problem(), problem, "{rest}");
    }
    let removed = guild.does(Method::DELETE, &format!("{who}?team=night"), json!({})).await;
    assert_eq!(removed.status, 200, "{removed:?}");
    assert!(!guild.gets("/staff").await["staff"].as_array().unwrap().contains(&entry));
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn what_was_done_is_in_the_audit_log_and_counted() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Billing").await;
    bob.says(&channel, "How can I help?").await;
    eventually_async("the answer is noted", async || guild.gets("/tickets/1").await["first_response_at"].is_string())
        .await;
    world.closes(&bob, &channel, "Solved").await;
    eventually_async("it is closed", async || guild.gets("/tickets/1").await["status"] == "closed").await;
    guild.does(Method::PATCH, "/config", json!({ "limit": 3 })).await;

    let by_bob = format!("/audit?actor=user:{}&kind=ticket.closing", bob.id());
    let entries = guild.gets(&by_bob).await["entries"].clone();
    assert_eq!((entries.as_array().unwrap().len(), &entries[0]["actor_name"]), (1, &json!("bob")));
    assert_eq!(entries[0]["subject"], "ticket:00000001");
    let changed = guild.gets("/audit?kind=settings.changed&limit=1").await;
    assert!(changed["entries"][0]["after"]["open_limits"].is_object() && changed["next"].is_string(), "{changed}");
    assert_eq!(changed["entries"][0]["door"], "api");
    let (mut all, mut after) = (0, String::new());
    loop {
        let page = guild.gets(&format!("/audit?limit=3{after}")).await;
        all += page["entries"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(guild.gets("/audit?limit=100").await["entries"].as_array().unwrap().len(), all);
    assert_eq!(guild.gets("/audit?until=2020-01-01T00:00:00Z").await["entries"], json!([]));

    let counted = guild.gets("/statistics?days=7&ahead=60").await;
    assert_eq!((&counted["opened"], &counted["closed"]), (&json!(1), &json!(1)));
    assert_eq!(counted["days"].as_array().unwrap().len(), 7);
    assert_eq!(counted["by_type"], json!({ "Billing": 1 }));
    assert!(counted["first_response_seconds"].is_number() && counted["resolution_seconds"].is_number(), "{counted}");
    for rest in [
        "/audit?kind=everything",
        "/audit?from=yesterday",
        "/audit?limit=0",
        "/audit?after=x",
        "/statistics?days=0",
        "/statistics?days=367",
        "/statistics?ahead=900",
        "/statistics?ahead=-2147483648",
        "/statistics?days[$gt]=",
    ] {
        let refused = guild.asks(Method::GET, rest, &guild.admin, None).await;
        assert_eq!(refused.problem(), (400, "invalid_query"), "{rest}");
    }
    guild.desk.hosting.finish().await;
}
