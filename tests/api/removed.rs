//! What was removed of late, over HTTP: listed, and taken back.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::clock::Timestamp;

use super::host::{Answer, answer};
use super::signing_in::House;
use super::tickets::key_of;
use crate::support::eventually;

const DAY: Duration = Duration::from_hours(24);

struct Admin {
    house: House,
    key: String,
}

impl Admin {
    async fn set_up() -> Self {
        let house = House::set_up().await;
        let key = house.hosting.admin_key().await;
        Self { house, key }
    }

    async fn asks_with(&self, key: &str, method: Method, rest: &str, body: Option<Value>) -> Answer {
        let path = format!("/api/guilds/{}{rest}", self.house.hosting.world.guild.id());
        self.house.hosting.asks(method, &path, key, body).await
    }

    async fn gets(&self, rest: &str) -> Value {
        let got = self.asks_with(&self.key, Method::GET, rest, None).await;
        assert_eq!(got.status, 200, "{rest}: {got:?}");
        got.body
    }

    async fn removes(&self, rest: &str) {
        let removed = self.asks_with(&self.key, Method::DELETE, rest, None).await;
        assert!([200, 202].contains(&removed.status), "{rest}: {removed:?}");
    }

    async fn restores(&self, rest: &str) -> Answer {
        self.asks_with(&self.key, Method::POST, &format!("{rest}/restore"), None).await
    }

    /// A type, a panel and a tag: where they are, as they are.
    async fn has_some(&self) -> [(String, Value); 3] {
        let kind = json!({ "name": "Billing", "cooldown": 90, "reason_required": true });
        let kind = self.asks_with(&self.key, Method::POST, "/types", Some(kind)).await.body;
        let tag = json!({ "name": "Hours", "text": "Nine to five." });
        let tag = self.asks_with(&self.key, Method::POST, "/tags", Some(tag)).await.body;
        let panel = json!({ "name": "Contact", "title": "Write to us", "types": [kind["number"]] });
        let panel = self.asks_with(&self.key, Method::POST, "/panels", Some(panel)).await.body;
        let numbered = |what: &str, of: Value| (format!("/{what}/{}", of["number"]), of);
        [numbered("types", kind), numbered("panels", panel), ("/tags/Hours".to_owned(), tag)]
    }
}

fn names(removed: &Value) -> [Vec<String>; 3] {
    ["types", "panels", "tags"].map(|kind| {
        let all = removed[kind].as_array().unwrap().iter();
        all.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_a_panel_and_a_tag_that_were_removed_are_listed_and_come_back_as_they_were() {
    let admin = Admin::set_up().await;
    let world = &admin.house.hosting.world;
    let nothing = json!({ "types": [], "panels": [], "tags": [] });
    assert_eq!(admin.gets("/removed").await, nothing);
    let some = admin.has_some().await;
    let offers = || world.panel().buttons().iter().any(|button| button.label() == "Billing");
    eventually("it is offered", offers).await;
    // A type goes from the panels that offer it, whose versions are their own.
    for (path, _) in some.iter().rev() {
        admin.removes(path).await;
    }
    eventually("it is offered no more", || !offers()).await;

    let removed = admin.gets("/removed").await;
    assert_eq!(names(&removed), [["Billing"], ["Contact"], ["Hours"]]);
    assert_eq!(removed["types"][0]["number"], some[0].1["number"]);
    let moment = |field: &str| Timestamp::parse_rfc3339(removed["tags"][0][field].as_str().unwrap()).unwrap();
    assert_eq!(moment("until").since(moment("removed_at")), 30 * DAY);
    for (path, before) in &some {
        let restored = admin.restores(path).await;
        assert_eq!((restored.status, &restored.body), (200, before), "{path}");
    }
    eventually("it is offered again", offers).await;
    assert_eq!(admin.gets("/removed").await, nothing);
    for ((path, _), code) in some.iter().zip(["no_such_type", "panel_gone", "unknown_tag"]) {
        assert_eq!(admin.restores(path).await.problem(), (404, code), "{path} twice");
    }
    for kind in ["type.restored", "panel.restored", "tag.restored"] {
        let entries = admin.gets(&format!("/audit?kind={kind}")).await["entries"].clone();
        assert_eq!((entries.as_array().unwrap().len(), &entries[0]["door"]), (1, &json!("api")), "{kind}");
    }
    admin.house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_comes_back_after_30_days_or_where_another_has_its_name_and_a_repeated_request_does_it_once() {
    let admin = Admin::set_up().await;
    let some = admin.has_some().await;
    for (path, _) in &some {
        admin.removes(path).await;
    }
    for (rest, body) in [
        ("/types", json!({ "name": "billing" })),
        ("/panels", json!({ "name": "contact" })),
        ("/tags", json!({ "name": "hours", "text": "Never" })),
    ] {
        assert_eq!(admin.asks_with(&admin.key, Method::POST, rest, Some(body)).await.status, 201, "{rest}");
    }
    for ((path, _), problem) in some.iter().zip([(422, "type_exists"), (422, "panel_exists"), (404, "unknown_tag")]) {
        assert_eq!(admin.restores(path).await.problem(), problem, "{path}");
    }
    let taken = admin.gets("/types").await["types"][1]["number"].clone();
    admin.removes(&format!("/types/{taken}")).await;
    let url = format!("{}/api/guilds/{}{}/restore", admin.house.url, admin.house.hosting.world.guild.id(), some[0].0);
    for _ in 0..2 {
        let again = admin.house.hosting.http.post(&url).bearer_auth(&admin.key).header("idempotency-key", "once");
        let again = answer(again.send().await.unwrap()).await;
        assert_eq!((again.status, &again.body), (200, &some[0].1));
    }
    for path in ["/types/x", "/types/-1", "/types/99999999999", "/panels/99", "/panels/x", "/tags/%F0%9F%90%8C"] {
        assert_eq!(admin.restores(path).await.status, 404, "{path}");
    }
    admin.removes(&some[0].0).await;
    admin.house.clock.moves_on(30 * DAY);
    assert_eq!(names(&admin.gets("/removed").await), [[""; 0]; 3]);
    for ((path, _), code) in some.iter().zip(["no_such_type", "panel_gone", "unknown_tag"]) {
        assert_eq!(admin.restores(path).await.problem().1, code, "{path} after 30 days");
    }
    admin.house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_takes_back_what_they_may_remove_and_nobody_what_is_another_servers() {
    let admin = Admin::set_up().await;
    let hosting = &admin.house.hosting;
    let some = admin.has_some().await;
    for (path, _) in &some {
        admin.removes(path).await;
    }
    let (agent, viewer) =
        (hosting.has_key(key_of(hosting, &["agent"])).await, hosting.has_key(key_of(hosting, &["viewer"])).await);
    let other = json!({ "name": "x", "bot": hosting.another_bot().id().to_string(), "may": ["admin"] });
    let other = hosting.has_key(other).await;
    for (key, problem) in [(&viewer, (403, "not_allowed")), (&other, (404, "no_such_guild"))] {
        assert_eq!(admin.asks_with(key, Method::GET, "/removed", None).await.problem(), problem);
        for (path, _) in &some {
            let refused = admin.asks_with(key, Method::POST, &format!("{path}/restore"), None).await;
            assert_eq!(refused.problem(), problem, "{path}");
        }
    }
    let listed = admin.asks_with(&agent, Method::GET, "/removed", None).await;
    assert_eq!((listed.status, names(&listed.body)), (200, [vec![], vec![], vec!["Hours".to_owned()]]));
    let by_agent = async |path: &str| admin.asks_with(&agent, Method::POST, &format!("{path}/restore"), None).await;
    assert_eq!(by_agent(&some[0].0).await.problem(), (403, "not_allowed"));
    assert_eq!(by_agent(&some[1].0).await.problem(), (403, "not_allowed"));
    assert_eq!(
        (by_agent(&some[2].0).await.status, admin.gets("/tags").await["tags"][0].clone()),
        (200, some[2].1.clone())
    );
    assert_eq!(names(&admin.gets("/removed").await), [vec!["Billing".to_owned()], vec!["Contact".to_owned()], vec![]]);
    admin.house.hosting.finish().await;
}
