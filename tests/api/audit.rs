//! The audit log over HTTP: exported as it is, and that of the service itself.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Hosting;
use super::signing_in::House;
use super::tickets::Desk;
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually_async, says};

/// An answer that is no JSON: its status, what it says it is, and what it says.
async fn reads(hosting: &Hosting, path: &str, key: &str) -> (u16, String, String) {
    let read = hosting.http.get(format!("{}{path}", hosting.url())).bearer_auth(key).send().await.unwrap();
    let kind = read.headers()["content-type"].to_str().unwrap().to_owned();
    (read.status().as_u16(), kind, read.text().await.unwrap())
}

/// A guild in which much was done by people with names that spreadsheets would run, and what an admin's key reads of it.
async fn much_is_done() -> (Desk, String, Vec<Value>) {
    let desk = Desk::set_up().await;
    let (hosting, world) = (&desk.hosting, &desk.hosting.world);
    let admin = hosting.admin_key().await;
    let channel = world.opens(&world.member("=cmd|'/c calc'!A1"), "Billing").await;
    let bob = world.agent("bob");
    for number in 0..60 {
        says(&bob, &channel, &format!("/ticket topic text:\"round {number}, \"")).await;
        says(&bob, &channel, &format!("/ticket topic text:=1+{number}")).await;
    }
    let path = format!("/api/guilds/{}/audit", world.guild.id());
    let is_in_the_chain = async || {
        let entries = all(hosting, &path, &admin).await;
        entries.iter().all(|entry| entry["position"].is_u64())
    };
    eventually_async("all is in the chain", is_in_the_chain).await;
    let entries = all(hosting, &path, &admin).await;
    assert!(entries.len() > 120, "{}", entries.len());
    (desk, admin, entries)
}

/// All entries of an audit log, page by page.
async fn all(hosting: &Hosting, path: &str, key: &str) -> Vec<Value> {
    let (mut listed, mut after) = (Vec::new(), String::new());
    loop {
        let page = hosting.asks(Method::GET, &format!("{path}?limit=100{after}"), key, None).await.body;
        listed.extend(page["entries"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { return listed };
        after = format!("&after={next}");
    }
}

/// The rows of CSV, by RFC 4180.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = csv.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, quoted) {
            ('"', true) if characters.peek() == Some(&'"') => cell.extend(characters.next()),
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            ('\r', false) => {}
            (other, _) => cell.push(other),
        }
    }
    assert!(row.is_empty() && cell.is_empty(), "the last row has its end");
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_is_exported_whole_and_no_cell_is_a_formula() {
    let (desk, admin, listed) = much_is_done().await;
    let (hosting, agent) = (&desk.hosting, desk.agent.clone());
    let export = format!("/api/guilds/{}/audit/export", hosting.world.guild.id());
    let (status, kind, text) = reads(hosting, &format!("{export}?format=ndjson"), &admin).await;
    assert_eq!((status, &*kind), (200, "application/x-ndjson"));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, listed);

    let (status, kind, text) = reads(hosting, &export, &admin).await;
    assert_eq!((status, &*kind), (200, "text/csv; charset=utf-8; header=present"));
    let rows = rows(&text);
    let head = ["id", "position", "at", "kind", "subject", "actor", "actor_name", "door", "before", "after"];
    assert_eq!(rows[0], head);
    assert_eq!(rows.len(), listed.len() + 1);
    for (row, entry) in rows[1..].iter().zip(&listed) {
        assert_eq!((&row[0], row.len()), (&entry["id"].as_str().unwrap().to_owned(), head.len()));
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
        assert_eq!(serde_json::from_str::<Value>(&row[9]).unwrap(), entry["after"]);
    }
    assert!(rows.iter().any(|row| row[6] == "'=cmd|'/c calc'!A1"), "as text, with all that it has");

    let (_, _, text) = reads(hosting, &format!("{export}?kind=ticket.opened&format=ndjson"), &admin).await;
    assert_eq!(text.lines().count(), 1);
    for (rest, key, status) in [
        ("?format=xlsx", &*admin, 400),
        ("?kind=everything", &admin, 400),
        ("?after=x", &admin, 400),
        ("?from=yesterday", &admin, 400),
        ("", &agent, 403),
        ("", "nonsense", 401),
    ] {
        let refused = reads(hosting, &format!("{export}{rest}"), key).await;
        assert_eq!((refused.0, &*refused.1), (status, "application/problem+json"), "{rest}: {refused:?}");
    }
    assert_eq!(reads(hosting, "/api/guilds/5/audit/export", &admin).await.0, 404);
    desk.hosting.finish().await;
}

/// A bot's key and a bot are made, changed and forgotten, two people sign in, one signs out and one is robbed; the key's text,
/// its id, and the first one's access.
async fn much_is_done_to_the_service(house: &House) -> (String, String, String) {
    let (hosting, world) = (&house.hosting, &house.hosting.world);
    let key = hosting.bot_key().await;
    let again = json!({ "mode": "forward", "token": world.bot.token() });
    assert_eq!(hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(again)).await.status, 200);
    let (mut browser, access) = house.signs_in(&world.member("alice")).await;
    assert_eq!(browser.posts("/api/auth/logout", &house.url, &access).await.status, 204);
    let (mut robbed, _) = house.signs_in(&world.member("bob")).await;
    let stolen = robbed.cookies.clone();
    assert_eq!(robbed.refreshes().await.status, 200);
    house.clock.moves_on(Duration::from_mins(1));
    robbed.cookies = stolen;
    assert_eq!(robbed.refreshes().await.status, 401);
    let id = key.split('_').nth(1).unwrap().to_owned();
    for path in [format!("/api/keys/{id}"), hosting.bot_path("")] {
        let gone = hosting.asks(Method::DELETE, &path, OPERATOR_KEY, None).await;
        assert!((200..300).contains(&gone.status), "{path}: {gone:?}");
    }
    (key, id, access)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_to_bots_keys_and_sign_ins_is_on_record_for_the_operator() {
    let house = House::set_up().await;
    let (hosting, world) = (&house.hosting, &house.hosting.world);
    let (key, id, access) = much_is_done_to_the_service(&house).await;
    let entries = async |rest: &str| {
        let path = format!("/api/audit{rest}");
        hosting.asks(Method::GET, &path, OPERATOR_KEY, None).await.body["entries"].as_array().unwrap().clone()
    };
    let alice = entries("?kind=sign_in.ended").await[0]["actor"].as_str().unwrap().to_owned();
    for (kind, actor) in [
        ("key.created", "operator"),
        ("key.revoked", "operator"),
        ("bot.changed", &*format!("key:{id}")),
        ("bot.removed", "operator"),
        ("sign_in.begun", &*alice),
        ("sign_in.stolen", "tickit"),
    ] {
        let found = entries(&format!("?kind={kind}&actor={actor}")).await;
        let tells = |entry: &Value, side: &str| entry[side].as_object().is_some_and(|fields| !fields.is_empty());
        let is_told = |entry: &Value| tells(entry, "before") || tells(entry, "after");
        assert!(!found.is_empty() && found.iter().all(is_told), "{kind} by {actor}: {found:?}");
        assert!(found.iter().all(|entry| entry["door"] == "api"), "{found:?}");
    }
    assert!(alice.starts_with("user:") && !entries("?kind=bot.added").await.is_empty(), "{alice}");
    eventually_async("all is in the chain", async || {
        all(hosting, "/api/audit", OPERATOR_KEY).await.iter().all(|entry| entry["position"].is_u64())
    })
    .await;

    let (status, _, exported) = reads(hosting, "/api/audit/export?format=ndjson", OPERATOR_KEY).await;
    assert_eq!((status, exported.lines().count()), (200, all(hosting, "/api/audit", OPERATOR_KEY).await.len()));
    let secret = key.rsplit('_').next().unwrap();
    for canary in [&world.bot.token(), secret, "digest", OPERATOR_KEY, &access] {
        assert!(!exported.contains(canary), "{canary} is in the audit log");
    }
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_of_the_service_is_the_operators_alone() {
    let house = House::set_up().await;
    let (hosting, world) = (&house.hosting, &house.hosting.world);
    let admin = hosting.admin_key().await;
    let owner = house.signs_in(&world.guild.owner()).await.1;
    for path in ["/api/audit", "/api/audit/export"] {
        assert_eq!(hosting.asks(Method::GET, path, "", None).await.status, 401);
        for key in [&admin, &owner] {
            assert_eq!(hosting.asks(Method::GET, path, key, None).await.problem(), (403, "forbidden"));
        }
        for wrong in ["?kind=everything", "?after=x", "?from=now", "?format=xlsx", "?x[$gt]="] {
            let refused = hosting.asks(Method::GET, &format!("{path}{wrong}"), OPERATOR_KEY, None).await;
            assert_eq!(refused.problem(), (400, "invalid_query"), "{path}{wrong}");
        }
    }
    house.hosting.finish().await;
}
