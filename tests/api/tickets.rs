//! A guild's tickets over HTTP: by whom, which, and what becomes of them.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::{Answer, Hosting};
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually_async, welcome};

/// A guild with a panel, and what is asked of its tickets.
pub struct Desk {
    pub hosting: Hosting,
    pub agent: String,
}

impl Desk {
    pub async fn set_up() -> Self {
        let hosting = Hosting::usual().await;
        let key = hosting.bot_key().await;
        assert_eq!(hosting.registers(&key, "delegate").await.status, 200);
        eventually_async("its session is ready", async || hosting.bot().await["state"] == "ready").await;
        let world = &hosting.world;
        world.set_up().await;
        world.has_panel("/type add name:Billing").await;
        let agent = hosting.has_key(key_of(&hosting, &["agent"])).await;
        Self { hosting, agent }
    }

    pub async fn asks(&self, method: Method, rest: &str, key: &str, body: Option<Value>) -> Answer {
        let path = format!("/api/guilds/{}/tickets{rest}", self.hosting.world.guild.id());
        self.hosting.asks(method, &path, key, body).await
    }

    pub async fn gets(&self, rest: &str) -> Answer {
        self.asks(Method::GET, rest, &self.agent, None).await
    }

    /// A text that is no JSON.
    pub async fn reads(&self, rest: &str) -> String {
        let url = format!("{}/api/guilds/{}/tickets{rest}", self.hosting.url(), self.hosting.world.guild.id());
        let read = self.hosting.http.get(url).bearer_auth(&self.agent).send().await.unwrap();
        assert_eq!(read.status(), 200, "{rest}");
        read.text().await.unwrap()
    }

    pub async fn numbers(&self, rest: &str) -> Vec<u64> {
        let listed = self.gets(rest).await;
        assert_eq!(listed.status, 200, "{rest}: {listed:?}");
        listed.body["tickets"].as_array().unwrap().iter().map(|ticket| ticket["number"].as_u64().unwrap()).collect()
    }
}

pub fn key_of(hosting: &Hosting, may: &[&str]) -> Value {
    json!({ "name": "dashboard", "bot": hosting.world.bot.id().to_string(), "may": may })
}

#[tokio::test]
async fn tickets_are_listed_by_what_they_are_and_changed_as_in_discord() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let (alice, bob, carol) = (world.member("alice"), world.member("bob"), world.agent("carol"));
    let channel = world.opens(&alice, "Billing").await;
    world.opens(&bob, "Billing").await;

    assert_eq!(desk.numbers("").await, [2, 1]);
    let first = desk.gets("?limit=1").await.body;
    let after = first["next"].as_str().unwrap();
    assert_eq!(desk.numbers(&format!("?limit=1&after={after}")).await, [1]);
    assert_eq!(desk.numbers(&format!("?opener={}", alice.id())).await, [1]);

    let change = json!({
        "priority": "urgent", "labels": ["Refund", "vip"], "topic": "=1+1", "assignee": carol.id().to_string(),
    });
    let changed = desk.asks(Method::PATCH, "/1", &desk.agent, Some(change)).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.body["priority"], "urgent");
    assert_eq!(changed.body["labels"], json!(["Refund", "vip"]));
    assert_eq!(changed.body["topic"], "=1+1");
    assert_eq!(changed.body["assignee"], carol.id().to_string());
    eventually_async("the ticket's message shows it", async || {
        let shown = format!("{:?}", welcome(&channel));
        shown.contains("Urgent") && shown.contains("Refund")
    })
    .await;
    for (filter, found) in [
        ("?priority=urgent", vec![1]),
        ("?label=REFUND", vec![1]),
        (&format!("?assignee={}", carol.id()), vec![1]),
        ("?assignee=nobody", vec![2]),
        ("?assignee=nobody&status=open&limit=1", vec![2]),
        ("?assignee=nobody&text=billing", vec![2]),
        ("?status=open&waiting_for=staff", vec![2, 1]),
        ("?status=closed", vec![]),
    ] {
        assert_eq!(desk.numbers(filter).await, found, "{filter}");
    }

    let freed = desk.asks(Method::PATCH, "/1", OPERATOR_KEY, None).await;
    assert_eq!(freed.problem(), (400, "invalid_query"), "the operator says which bot");
    let path = format!("/1?bot={}", world.bot.id());
    let freed = desk.asks(Method::PATCH, &path, OPERATOR_KEY, Some(json!({ "assignee": null }))).await;
    assert_eq!((freed.status, &freed.body["assignee"]), (200, &Value::Null));

    let closed = desk.asks(Method::POST, "/1/close", &desk.agent, Some(json!({ "reason": "sent again" }))).await;
    assert_eq!(closed.status, 200, "{closed:?}");
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;
    assert_eq!(desk.gets("/1").await.body["closing"]["reason"], "sent again");
    let late = desk.asks(Method::PATCH, "/1", &desk.agent, Some(json!({ "priority": "low" }))).await;
    assert_eq!(late.problem(), (409, "not_open"));
    desk.hosting.finish().await;
}

#[tokio::test]
async fn a_key_opens_tickets_as_far_as_its_role_goes_and_in_its_bots_guilds_only() {
    let desk = Desk::set_up().await;
    let (hosting, world) = (&desk.hosting, &desk.hosting.world);
    world.opens(&world.member("alice"), "Billing").await;
    let viewer = hosting.has_key(key_of(hosting, &["viewer"])).await;
    let host = hosting.has_key(key_of(hosting, &["register", "forward"])).await;
    let other = hosting.another_bot().id().to_string();
    let foreign = hosting.has_key(json!({ "name": "x", "bot": other, "may": ["admin"] })).await;

    assert_eq!(desk.asks(Method::GET, "/1", &viewer, None).await.status, 200);
    let refused = desk.asks(Method::PATCH, "/1", &viewer, Some(json!({ "priority": "low" }))).await;
    assert_eq!(refused.problem(), (403, "not_allowed"));
    assert_eq!(desk.asks(Method::POST, "/1/close", &viewer, Some(json!({}))).await.problem(), (403, "not_allowed"));
    assert_eq!(desk.asks(Method::GET, "", &host, None).await.problem(), (403, "forbidden"));
    assert_eq!(desk.asks(Method::GET, "", "", None).await.problem(), (401, "unauthenticated"));
    assert_eq!(desk.asks(Method::GET, "", &foreign, None).await.problem(), (404, "no_such_guild"));
    let bot = world.bot.id();
    assert_eq!(desk.asks(Method::GET, &format!("?bot={bot}"), &foreign, None).await.problem(), (403, "forbidden"));
    assert_eq!(desk.asks(Method::GET, "", OPERATOR_KEY, None).await.problem(), (400, "invalid_query"));
    assert_eq!(desk.asks(Method::GET, &format!("?bot={bot}"), OPERATOR_KEY, None).await.status, 200);
    let elsewhere = hosting.asks(Method::GET, "/api/guilds/1234567890/tickets/1", &viewer, None).await;
    assert_eq!(elsewhere.problem(), (404, "no_such_guild"));
    desk.hosting.finish().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_field_and_changes_nothing() {
    let desk = Desk::set_up().await;
    desk.hosting.world.opens(&desk.hosting.world.member("alice"), "Billing").await;
    for (rest, problem, field) in [
        ("?limit=0", (400, "invalid_query"), "limit"),
        ("?limit=101", (400, "invalid_query"), "limit"),
        ("?after=here", (400, "invalid_query"), "after"),
        ("?status=lost", (400, "invalid_query"), ""),
        ("?priority[$gt]=", (400, "invalid_query"), ""),
        ("?opener=alice", (400, "invalid_query"), ""),
        ("?assignee=somebody", (400, "invalid_query"), ""),
        ("?assignee=", (400, "invalid_query"), ""),
        ("?bot=me", (400, "invalid_query"), "bot"),
        ("/0", (404, "no_such_ticket"), ""),
        ("/2", (404, "no_such_ticket"), ""),
        ("/99999999999", (404, "no_such_ticket"), ""),
        ("/one", (404, "no_such_ticket"), ""),
    ] {
        let refused = desk.gets(rest).await;
        assert_eq!(refused.problem(), problem, "{rest}");
        assert_eq!(refused.body["field"].as_str().unwrap_or_default(), field, "{rest}");
    }
    let before = desk.gets("/1").await.body;
    for (body, problem) in [
        (json!({ "priority": { "$gt": "" } }), (400, "invalid_body")),
        (json!({ "status": "closed" }), (400, "invalid_body")),
        (json!({ "labels": ["x".repeat(33)] }), (422, "text_length")),
        (json!({ "labels": (0..21).map(|n| n.to_string()).collect::<Vec<_>>() }), (422, "too_many_labels")),
        (json!({ "type": 999 }), (404, "no_such_type")),
        (json!({ "name": "" }), (422, "name_refused")),
        (json!([]), (400, "invalid_body")),
    ] {
        let refused = desk.asks(Method::PATCH, "/1", &desk.agent, Some(body.clone())).await;
        assert_eq!(refused.problem(), problem, "{body}");
    }
    assert_eq!(desk.gets("/1").await.body, before);
    desk.hosting.finish().await;
}

#[tokio::test]
async fn a_request_that_is_sent_again_does_nothing_again_and_refusals_are_in_the_callers_language() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    world.opens(&world.member("alice"), "Billing").await;
    let url = format!("{}/api/guilds/{}/tickets/1", desk.hosting.url(), world.guild.id());
    let sends = async |key: &str, body: Value| {
        let request = desk.hosting.http.patch(&url).bearer_auth(&desk.agent).header("idempotency-key", key);
        let sent = request.header("accept-language", "de-AT,de;q=0.9,en").json(&body).send().await.unwrap();
        (sent.status().as_u16(), sent.json::<Value>().await.unwrap())
    };
    let urgent = json!({ "priority": "urgent", "topic": "A parcel" });
    assert_eq!(sends("one", urgent.clone()).await.1["priority"], "urgent");
    assert_eq!(sends("two", json!({ "priority": "low", "topic": "" })).await.1["priority"], "low");
    let again = sends("one", urgent.clone()).await.1;
    assert_eq!((&again["priority"], &again["topic"]), (&json!("urgent"), &json!("A parcel")), "as it was answered");
    assert_eq!(desk.gets("/1").await.body["priority"], "low", "it was sent again only");
    assert_eq!(sends("one", json!({ "priority": "high" })).await.1["code"], "idempotency_key_reused");
    assert_eq!(sends("three", urgent).await.1["priority"], "urgent");

    let (status, refused) = sends("four", json!({ "type": 999 })).await;
    assert_eq!(sends("four", json!({ "type": 999 })).await, (status, refused.clone()), "so are refusals");
    assert_eq!((status, refused["code"].as_str().unwrap()), (404, "no_such_type"));
    assert!(refused["detail"].as_str().unwrap().contains("Ticketart"), "{refused}");
    assert_eq!(sends(&"x".repeat(256), json!({})).await.1["code"], "invalid_header");
    desk.hosting.finish().await;
}
