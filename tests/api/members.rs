//! What is kept of a member: handed over, and erased.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::ids::{GuildId, UserId};
use tickit_domain::store::{List, Order, Record, Selection};

use super::host::{Answer, answer};
use super::signing_in::House;
use super::tickets::key_of;
use crate::dashboard::forms::{base, sends};
use crate::support::{TestWorld, eventually, eventually_async, says, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// What alice says everywhere, and nobody else.
const SECRET: &str = "pineapple";

struct Admin {
    house: House,
    key: String,
}

impl Admin {
    async fn set_up() -> Self {
        let house = House::set_up().await;
        let key = house.hosting.admin_key().await;
        house.hosting.world.has_panel("/type add name:Billing questions:Order").await;
        Self { house, key }
    }

    fn world(&self) -> &TestWorld {
        &self.house.hosting.world
    }

    async fn asks_with(&self, key: &str, method: Method, rest: &str, body: Option<Value>) -> Answer {
        let url = format!("{}/api/guilds/{}/members{rest}", self.house.url, self.world().guild.id());
        let request = self.house.hosting.http.request(method, url).bearer_auth(key);
        let request = body.into_iter().fold(request, |request, body| request.json(&body));
        answer(request.send().await.unwrap()).await
    }

    async fn asks(&self, method: Method, rest: &str, body: Option<Value>) -> Answer {
        self.asks_with(&self.key, method, rest, body).await
    }

    /// What is kept of somebody, a line for each thing.
    async fn exports(&self, user: &str) -> Vec<Value> {
        let url = format!("{}/api/guilds/{}/members/{user}/data", self.house.url, self.world().guild.id());
        let exported = self.house.hosting.http.get(url).bearer_auth(&self.key).send().await.unwrap();
        assert_eq!(exported.status(), 200);
        assert_eq!(exported.headers()["content-type"], "application/x-ndjson");
        let text = exported.text().await.unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    async fn erases(&self, user: &str) -> Answer {
        self.asks(Method::POST, &format!("/{user}/erasure"), Some(json!({ "confirm": user }))).await
    }

    async fn is_erased(&self, user: &str) -> bool {
        let shown = self.asks(Method::GET, &format!("/{user}/erasure"), None).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        shown.body["done_at"].is_string()
    }

    /// The records of the guild's database in which a text stands.
    async fn records_with(&self, text: &str) -> Vec<Record> {
        let guild = GuildId::new(self.world().guild.id().0);
        let store = self.house.hosting.service.stores().guild(guild).await.unwrap();
        let selection = Selection::Prefix(String::new());
        let page = store.list(&List { selection, order: Order::Ascending, limit: 1000, after: None }).await.unwrap();
        page.records.into_iter().filter(|record| record.body.text().contains(text)).collect()
    }

    async fn transcript(&self, number: u32) -> String {
        let path = format!("/api/guilds/{}/tickets/{number}/transcript?format=text", self.world().guild.id());
        let read = self.house.hosting.http.get(format!("{}{path}", self.house.url)).bearer_auth(&self.key);
        read.send().await.unwrap().text().await.unwrap()
    }
}

/// Alice has a ticket that is closed, one that is open, a saved view, and wrote in one of carol's; her id.
async fn alice_was_here(admin: &Admin) -> String {
    let world = admin.world();
    let (alice, bob, carol) = (world.member("alice"), world.agent("bob"), world.member("carol"));
    let form = alice.press(&world.panel().button("Billing")).await.modal().unwrap();
    alice.submit(&form, [("Order", SECRET)]).await.finished().await;
    let first = world.ticket_channels().remove(0);
    alice.says_with_file(&first, &format!("my {SECRET} is gone"), "pineapple.txt", b"a fruit").await;
    bob.says(&first, "when did you order?").await;
    says(&alice, &first, &format!("/ticket close reason:\"{SECRET} was found\"")).await;
    eventually("it is closed", || !first.exists()).await;
    let second = world.opens(&carol, "Support").await;
    says(&bob, &second, "/ticket add who:@alice").await;
    eventually("alice sees it", || alice.sees(&second)).await;
    alice.says(&second, &format!("I had a {SECRET} too")).await;
    carol.says(&second, "thank you").await;
    world.closes(&bob, &second, "done").await;
    let third = world.opens(&alice, "Support").await;
    alice.says(&third, &format!("the {SECRET} again")).await;
    until_idle(&admin.house.hosting.service, SOON).await;
    world.owner_says("/blacklist add who:@alice reason:\"too many fruits\"").await;
    let (browser, _) = admin.house.signs_in(&alice).await;
    let view = [("name", format!("My {SECRET}")), ("query", format!("text={SECRET}"))];
    let view = view.map(|(name, value)| (name.to_owned(), value));
    let saved = sends(&browser, &format!("{}/tickets/views", base(&admin.house)), &view, &admin.house.url).await;
    assert_eq!(saved.status, 303, "{saved:?}");
    alice.id().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_of_a_member_is_exported_and_nothing_of_anybody_else() {
    let admin = Admin::set_up().await;
    let alice = alice_was_here(&admin).await;
    let lines = admin.exports(&alice).await;
    let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).collect::<Vec<_>>();
    let numbers =
        |kind: &str, field: &str| of(kind).iter().map(|line| line[field].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(numbers("ticket", "number"), [1, 3]);
    assert_eq!(of("ticket")[0]["answers"][0], json!({ "question": "Order", "answer": SECRET }));
    assert_eq!(numbers("message", "ticket"), [1, 2, 3]);
    assert_eq!(of("message")[0]["files"], json!(["pineapple.txt"]));
    assert_eq!(of("blacklist")[0]["reason"], "too many fruits");
    let view = json!({ "kind": "view", "name": format!("My {SECRET}"), "query": format!("text={SECRET}&") });
    assert_eq!(of("view"), [&view]);
    let text = json!(lines).to_string();
    assert!(!text.contains("when did you order") && !text.contains("thank you"), "{text}");
    assert_eq!(admin.exports("1234567890123456").await, Vec::<Value>::new(), "nobody is known by that id");
    admin.house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_member_said_is_erased_and_in_open_tickets_once_they_are_closed() {
    let admin = Admin::set_up().await;
    let alice = alice_was_here(&admin).await;
    assert_eq!(admin.records_with("YSBmcnVpdA").await.len(), 1, "the file is kept");
    assert!(admin.transcript(1).await.contains(SECRET) && admin.transcript(2).await.contains(SECRET));
    let begun = admin.erases(&alice).await;
    assert_eq!((begun.status, &begun.body["done_at"]), (202, &Value::Null), "{begun:?}");
    let state = async || admin.asks(Method::GET, &format!("/{alice}/erasure"), None).await.body;
    eventually_async("two are erased, and one waits", async || {
        let is = state().await;
        (&is["tickets"], &is["waiting"]) == (&json!(3), &json!(1))
    })
    .await;
    assert_eq!(state().await["done_at"], Value::Null);
    let left = admin.records_with(SECRET).await;
    assert!(left.iter().all(|record| record.id.contains(":00000003")), "{left:?}");
    assert_eq!(admin.records_with("YSBmcnVpdA").await, [], "the file is gone");
    let (first, second) = (admin.transcript(1).await, admin.transcript(2).await);
    assert!(first.contains("when did you order?") && first.contains("[…]") && !first.contains("alice"), "{first}");
    assert!(second.contains("thank you") && second.contains("[…]") && !second.contains(SECRET), "{second}");

    let world = admin.world();
    let third = world.ticket_channels().remove(0);
    world.closes(&world.agent("bob"), &third, "done").await;
    eventually_async("it is closed", async || admin.transcript(3).await.contains(SECRET)).await;
    admin.house.clock.moves_on(Duration::from_hours(25));
    eventually_async("the last is erased", async || admin.is_erased(&alice).await).await;
    assert_eq!(admin.records_with(SECRET).await, []);
    let audit = format!("{}/api/guilds/{}/audit?kind=erasure.done", admin.house.url, world.guild.id());
    let audit = answer(admin.house.hosting.http.get(audit).bearer_auth(&admin.key).send().await.unwrap()).await.body;
    let user: UserId = alice.parse().unwrap();
    assert_eq!(audit["entries"][0]["subject"], format!("erasure:{}:{user}", world.bot.id()));
    let closing = format!("{}/api/guilds/{}/audit?kind=ticket.closing", admin.house.url, world.guild.id());
    let closing =
        answer(admin.house.hosting.http.get(closing).bearer_auth(&admin.key).send().await.unwrap()).await.body;
    let hers = closing["entries"].as_array().unwrap().last().unwrap();
    let by_her = (format!("user:{alice}"), json!(""), json!({}), json!({}));
    assert_eq!(
        (
            hers["actor"].as_str().unwrap().to_owned(),
            hers["actor_name"].clone(),
            hers["before"].clone(),
            hers["after"].clone()
        ),
        by_her
    );
    assert_eq!(admin.erases(&alice).await.status, 202, "it may be asked for again");
    eventually_async("it is done again", async || admin.is_erased(&alice).await).await;
    admin.house.hosting.finish().await;
}

/// What is noted on a ticket, newest first.
async fn notes(admin: &Admin, ticket: u32) -> Vec<String> {
    let path = format!("/api/guilds/{}/tickets/{ticket}/notes", admin.world().guild.id());
    let listed = admin.house.hosting.asks(Method::GET, &path, &admin.key, None).await;
    let notes = listed.body["notes"].as_array().unwrap().iter();
    notes.map(|note| note["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_staff_noted_about_a_member_goes_with_them_and_other_notes_stay() {
    let admin = Admin::set_up().await;
    let alice = alice_was_here(&admin).await;
    let world = admin.world();
    let (carol, third) = (world.member("carol"), world.ticket_channels().remove(0));
    let fourth = world.opens(&carol, "Support").await;
    let named = format!("ask <@{alice}>, as carol says");
    for (ticket, text) in [
        (1, "she is rude"),
        (2, named.as_str()),
        (2, "carol paid twice"),
        (3, "rude again"),
        (4, named.as_str()),
        (4, "carol paid"),
    ] {
        let path = format!("/api/guilds/{}/tickets/{ticket}/notes", world.guild.id());
        let noted = admin.house.hosting.asks(Method::POST, &path, &admin.key, Some(json!({ "text": text }))).await;
        assert!(noted.status < 300, "{noted:?}");
    }
    assert_eq!(admin.erases(&alice).await.status, 202);
    eventually_async("two wait", async || {
        admin.asks(Method::GET, &format!("/{alice}/erasure"), None).await.body["waiting"] == 2
    })
    .await;
    assert_eq!(notes(&admin, 1).await, ["[…]"]);
    assert_eq!(notes(&admin, 2).await, ["carol paid twice", "ask […], as carol says"]);
    assert_eq!((notes(&admin, 3).await, notes(&admin, 4).await.len()), (vec!["rude again".to_owned()], 2));
    for channel in [&third, &fourth] {
        world.closes(&world.agent("bob"), channel, "done").await;
    }
    for ticket in [3, 4] {
        let path = format!("/api/guilds/{}/tickets/{ticket}", world.guild.id());
        eventually_async("it is closed", async || {
            admin.house.hosting.asks(Method::GET, &path, &admin.key, None).await.body["status"] == "closed"
        })
        .await;
    }
    admin.house.clock.moves_on(Duration::from_hours(25));
    eventually_async("all is erased", async || admin.is_erased(&alice).await).await;
    assert_eq!(notes(&admin, 3).await, ["[…]"]);
    assert_eq!(notes(&admin, 4).await, ["carol paid", "ask […], as carol says"]);
    for said in ["rude", &format!("<@{alice}>, as")] {
        assert_eq!(admin.records_with(said).await, [], "{said}");
    }
    admin.house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_admins_export_and_erase_and_only_what_they_confirm() {
    let admin = Admin::set_up().await;
    let alice = alice_was_here(&admin).await;
    let (hosting, before) = (&admin.house.hosting, admin.records_with(SECRET).await);
    let agent = hosting.has_key(key_of(hosting, &["agent"])).await;
    let other = hosting.another_bot().id().to_string();
    let foreign = hosting.has_key(json!({ "name": "x", "bot": other, "may": ["admin"] })).await;
    let confirmed = Some(json!({ "confirm": alice }));
    for (key, problem) in [(&agent, (403, "not_allowed")), (&foreign, (404, "no_such_guild"))] {
        let exported = admin.asks_with(key, Method::GET, &format!("/{alice}/data"), None).await;
        assert_eq!(exported.problem(), problem);
        let erased = admin.asks_with(key, Method::POST, &format!("/{alice}/erasure"), confirmed.clone()).await;
        assert_eq!(erased.problem(), problem);
    }
    for (user, body, problem) in [
        (alice.as_str(), json!({}), (400, "invalid_body")),
        (&alice, json!({ "confirm": "yes" }), (400, "invalid_body")),
        (&alice, json!({ "confirm": "1234567890123456" }), (400, "invalid_body")),
        (&alice, json!({ "confirm": { "$gt": "" } }), (400, "invalid_body")),
        ("nobody", json!({ "confirm": "nobody" }), (400, "invalid_query")),
        ("%F0%9F%A6%80", json!({ "confirm": "🦀" }), (400, "invalid_query")),
    ] {
        let refused = admin.asks(Method::POST, &format!("/{user}/erasure"), Some(body.clone())).await;
        assert_eq!(refused.problem(), problem, "{user} {body}");
    }
    assert_eq!(admin.asks(Method::GET, &format!("/{alice}/erasure"), None).await.problem(), (404, "no_erasure"));
    assert_eq!(admin.asks(Method::GET, "/0/data", None).await.problem(), (400, "invalid_query"));
    assert_eq!(admin.records_with(SECRET).await, before);
    admin.house.hosting.finish().await;
}
