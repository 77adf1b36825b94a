//! What members ask to have erased, and what they are answered.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Answer;
use super::signing_in::House;
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually, eventually_async, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// What the log channel is told.
const TOLD: &str = "asks that what is kept of them in tickets be erased";

/// Asks about the world's guild.
async fn asks(house: &House, access: &str, method: Method, rest: &str, body: Option<Value>) -> Answer {
    let path = format!("/api/guilds/{}{rest}", house.hosting.world.guild.id());
    house.hosting.asks(method, &path, access, body).await
}

/// A member's own request.
async fn own(house: &House, access: &str, method: Method) -> Answer {
    asks(house, access, method, "/erasure-request", None).await
}

/// How often the log channel was told.
fn told(house: &House) -> usize {
    house.hosting.world.log.messages().iter().filter(|message| message.text().contains(TOLD)).count()
}

fn declines(user: &str) -> String {
    format!("/erasure-requests/{user}/decline")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_asks_once_at_a_time_takes_it_back_and_reads_why_it_was_declined() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let alice = world.member("alice");
    let (id, access) = (alice.id().to_string(), house.signs_in(&alice).await.1);
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(own(&house, &access, method).await.problem(), (404, "no_erasure_request"));
    }
    let asked = own(&house, &access, Method::POST).await;
    assert_eq!((asked.status, &asked.body["status"], &asked.body["user"]), (201, &json!("open"), &json!(id)));
    assert_eq!(own(&house, &access, Method::POST).await.problem(), (409, "erasure_requested"));
    eventually("the log channel is told", || told(&house) == 1).await;

    let back = own(&house, &access, Method::DELETE).await;
    assert_eq!((back.status, &back.body["status"]), (200, &json!("taken_back")), "{back:?}");
    assert_eq!(own(&house, &access, Method::DELETE).await.problem(), (404, "no_erasure_request"));
    assert_eq!(own(&house, &access, Method::POST).await.status, 201);
    until_idle(&house.hosting.service, SOON).await;
    assert_eq!(told(&house), 1, "whoever asks and takes back all day is told once");

    let owner = house.signs_in(&world.guild.owner()).await.1;
    let listed = asks(&house, &owner, Method::GET, "/erasure-requests", None).await;
    assert_eq!((listed.status, &listed.body["requests"][0]["user"]), (200, &json!(id)), "{listed:?}");
    let reason = "Your dispute is not over.";
    let declined = asks(&house, &owner, Method::POST, &declines(&id), Some(json!({ "reason": reason }))).await;
    assert_eq!((declined.status, &declined.body["status"]), (200, &json!("declined")), "{declined:?}");
    let again = asks(&house, &owner, Method::POST, &declines(&id), Some(json!({ "reason": reason }))).await;
    assert_eq!(again.problem(), (404, "no_erasure_request"));
    assert_eq!(own(&house, &access, Method::GET).await.body["reason"], reason);
    let listed = asks(&house, &owner, Method::GET, "/erasure-requests", None).await;
    assert_eq!(listed.body["requests"], json!([]));

    let audit = house.audit(OPERATOR_KEY).await;
    for (kind, times) in [("requested", 2), ("taken_back", 1), ("declined", 1)] {
        let kind = format!("erasure.{kind}");
        let entries = audit["entries"].as_array().unwrap().iter().filter(|entry| entry["kind"] == *kind);
        assert_eq!(entries.count(), times, "{kind}: {audit}");
    }
    assert!(!audit.to_string().contains(reason), "what was said is no part of it: {audit}");

    house.clock.moves_on(Duration::from_hours(25));
    let access = house.signs_in(&alice).await.1;
    assert_eq!(own(&house, &access, Method::POST).await.status, 201);
    eventually("it is told again on another day", || told(&house) == 2).await;
    assert_eq!(own(&house, &access, Method::GET).await.body["reason"], "");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_grants_what_was_asked_for_wherever_it_is_begun() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "my pineapple is gone").await;
    world.closes(&bob, &channel, "found").await;
    until_idle(&house.hosting.service, SOON).await;
    let (id, access) = (alice.id().to_string(), house.signs_in(&alice).await.1);
    assert_eq!(own(&house, &access, Method::POST).await.status, 201);
    let requested = async || {
        let audit = house.audit(OPERATOR_KEY).await;
        let found = audit["entries"].as_array().unwrap().iter().find(|entry| entry["kind"] == "erasure.requested");
        found.unwrap().clone()
    };
    assert_eq!(requested().await["actor_name"], "alice");

    let key = house.hosting.admin_key().await;
    let confirmed = Some(json!({ "confirm": id }));
    let begun = asks(&house, &key, Method::POST, &format!("/members/{id}/erasure"), confirmed).await;
    assert_eq!(begun.status, 202, "{begun:?}");
    let granted = own(&house, &access, Method::GET).await;
    assert_eq!((&granted.body["status"], &granted.body["reason"]), (&json!("granted"), &json!("")), "{granted:?}");
    assert_eq!(own(&house, &access, Method::DELETE).await.problem(), (404, "no_erasure_request"));
    until_idle(&house.hosting.service, SOON).await;
    let forgotten = requested().await;
    assert_eq!((&forgotten["actor_name"], &forgotten["after"]), (&json!(""), &json!({})), "{forgotten}");
    let listed = asks(&house, &key, Method::GET, "/erasure-requests", None).await;
    assert_eq!(listed.body["requests"], json!([]));
    let path = format!("{}/api/guilds/{}/members/{id}/data", house.url, world.guild.id());
    let exported = house.hosting.http.get(path).bearer_auth(&key).send().await.unwrap().text().await.unwrap();
    let last: Value = serde_json::from_str(exported.lines().last().unwrap()).unwrap();
    assert_eq!((&last["kind"], &last["status"]), (&json!("erasure_request"), &json!("granted")), "{exported}");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_may_erase_answers_and_only_of_their_own_server_also_while_the_bot_is_away() {
    let house = House::set_up().await;
    let (hosting, world) = (&house.hosting, &house.hosting.world);
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let (id, access) = (alice.id().to_string(), house.signs_in(&alice).await.1);
    assert_eq!(own(&house, &access, Method::POST).await.status, 201);
    eventually("the log channel is told", || told(&house) == 1).await;
    let agent = house.signs_in(&bob).await.1;
    let admin = hosting.admin_key().await;
    let other = hosting.another_bot().id().to_string();
    let foreign = hosting.has_key(json!({ "name": "x", "bot": other, "may": ["admin"] })).await;
    let reason = Some(json!({ "reason": "no" }));
    for (who, problem) in
        [(&access, (403, "not_allowed")), (&agent, (403, "not_allowed")), (&foreign, (404, "no_such_guild"))]
    {
        assert_eq!(asks(&house, who, Method::GET, "/erasure-requests", None).await.problem(), problem);
        assert_eq!(asks(&house, who, Method::POST, &declines(&id), reason.clone()).await.problem(), problem);
    }
    for method in [Method::GET, Method::POST, Method::DELETE] {
        assert_eq!(own(&house, &admin, method.clone()).await.problem(), (403, "forbidden"), "a key is nobody");
        let elsewhere = hosting.asks(method, "/api/guilds/5/erasure-request", &access, None).await;
        assert_eq!(elsewhere.problem(), (404, "no_such_guild"));
    }
    let long = "é".repeat(1_001);
    for (user, body, problem) in [
        (id.as_str(), json!({}), (400, "invalid_body")),
        (&id, json!({ "reason": { "$gt": "" } }), (400, "invalid_body")),
        (&id, json!({ "reason": " \n" }), (422, "text_length")),
        (&id, json!({ "reason": long }), (422, "text_length")),
        ("5", json!({ "reason": "no" }), (404, "no_erasure_request")),
        ("nobody", json!({ "reason": "no" }), (400, "invalid_query")),
    ] {
        let refused = asks(&house, &admin, Method::POST, &declines(user), Some(body.clone())).await;
        assert_eq!(refused.problem(), problem, "{user} {body}");
    }
    assert_eq!(own(&house, &access, Method::GET).await.body["status"], "open");

    world.guild.kick(&world.bot);
    house.clock.moves_on(Duration::from_mins(1));
    let access = house.signs_in(&alice).await.1;
    let away = own(&house, &access, Method::GET).await;
    assert!(matches!(away.status, 404 | 503), "nobody says that she is a member: {away:?}");
    let declined = asks(&house, &admin, Method::POST, &declines(&id), reason).await;
    assert_eq!((declined.status, &declined.body["status"]), (200, &json!("declined")), "{declined:?}");
    eventually_async("nothing is left to do", async || {
        let jobs = hosting.asks(Method::GET, "/api/jobs?kind=tell_erasure_request", OPERATOR_KEY, None).await;
        jobs.body["jobs"] == json!([])
    })
    .await;
    house.hosting.finish().await;
}
