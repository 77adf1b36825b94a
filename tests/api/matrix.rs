//! Every route about a guild × everybody who may ask × their own guild and another: who is let in, and who is not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use tickit::http::document;

use super::host::answer;
use super::signing_in::House;
use crate::installation::OPERATOR_KEY;

/// The methods of a document's operations.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Where the table stands.
const BEGINS: &str = "<!-- who may what over HTTP: written from what `api::matrix` saw -->\n";
const ENDS: &str = "<!-- end -->\n";

/// Somebody who asks, by what they show.
struct Asker {
    name: &'static str,
    key: String,
    /// The bot that they name.
    bot: Option<String>,
}

/// An operation, by its method and path.
struct Operation {
    method: &'static str,
    path: String,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/api/guilds/"));
    let named = |(path, operations): (&String, &Value)| {
        let there = METHODS.into_iter().filter(|method| operations.get(method).is_some());
        there.map(|method| Operation { method, path: path.clone() }).collect::<Vec<_>>()
    };
    paths.flat_map(named).collect()
}

/// A body that changes little, or is refused by whatever comes after the question who asks.
fn body(operation: &Operation, ticket: usize) -> Option<Value> {
    match (operation.method, operation.path.rsplit('/').next().unwrap()) {
        ("get" | "delete", _) => None,
        ("post", "tickets") => Some(json!({ "type": 1, "opener": "5" })),
        ("post", "tags") => Some(json!({ "name": "", "text": "" })),
        ("post", "notes" | "messages") | ("patch", "{tag}") | ("put", "{reason}") => Some(json!({ "text": "" })),
        ("post", "close") if operation.path.ends_with("tickets/close") => Some(json!({ "tickets": [ticket] })),
        ("post", "labels") => Some(json!({ "label": "x" })),
        ("post", "erasure") => Some(json!({ "confirm": "5" })),
        ("post", "types" | "panels") => Some(json!({ "name": "" })),
        ("post", "questions") => Some(json!({ "kind": "short", "label": "" })),
        ("post", "move") => Some(json!({ "place": 1 })),
        ("post", "send") => Some(json!({ "channel": "5" })),
        ("put", "{role}") => Some(json!({ "limit": 1 })),
        ("patch", "config") => Some(json!({ "limit": 9999 })),
        ("post", "webhooks") => Some(json!({ "url": "https://127.0.0.1" })),
        ("patch", "{ticket}") => Some(json!({ "priority": "low" })),
        _ => Some(json!({})),
    }
}

/// What somebody reads, as the table says it.
fn verdict(status: u16, code: &str) -> &'static str {
    match (status, code) {
        (401, _) => "–",
        (403, "forbidden") => "other key",
        (403, _) => "no",
        (404, "no_such_guild") => "none here",
        (500.., _) => panic!("{status} {code}"),
        _ => "yes",
    }
}

async fn asks(house: &House, asker: &Asker, operation: &Operation, (guild, ticket): (&str, usize)) -> &'static str {
    let path =
        operation.path.replace("{guild}", guild).replace("{ticket}", &ticket.to_string()).replace("{tag}", "nothing");
    let path = path.replace("{whom}", "5").replace("{user}", "5").replace("{label}", "x").replace("{role}", "5");
    let path =
        path.replace("{webhook}", "0000000000000000").replace("{delivery}", "msg_1").replace("{reason}", "limit");
    let path = path.replace("{type}", "99").replace("{question}", "99").replace("{panel}", "99");
    let path = path.replace("{attachment}", "5-0");
    let query = asker.bot.as_ref().map(|bot| format!("?bot={bot}")).unwrap_or_default();
    let method: Method = operation.method.to_uppercase().parse().unwrap();
    let mut request = house.hosting.http.request(method, format!("{}{path}{query}", house.url));
    if !asker.key.is_empty() {
        request = request.bearer_auth(&asker.key);
    }
    if let Some(body) = body(operation, ticket) {
        request = request.json(&body);
    }
    let answered = answer(request.send().await.unwrap()).await;
    // Of several things that are asked for at once each has an answer of its own.
    let one = &answered.body["tickets"][0]["problem"];
    match (one["status"].as_u64(), one["code"].as_str()) {
        (Some(status), Some(code)) => verdict(u16::try_from(status).unwrap(), code),
        _ => verdict(answered.status, answered.problem().1),
    }
}

async fn askers(house: &House) -> Vec<Asker> {
    let (hosting, world) = (&house.hosting, &house.hosting.world);
    let bot = world.bot.id().to_string();
    let key = async |may: &str, of: &str| hosting.has_key(json!({ "name": may, "bot": of, "may": [may] })).await;
    let other = hosting.another_bot().id().to_string();
    let asker = |name, key| Asker { name, key, bot: None };
    let viewer = world.member("vera");
    let said = world.owner_says("/staff add who:@vera rank:\"viewer: reads only\"").await;
    assert!(said.contains("on staff"), "{said}");
    vec![
        asker("nobody", String::new()),
        asker("another bot's key", key("admin", &other).await),
        asker("host's key", key("forward", &bot).await),
        asker("viewer's key", key("viewer", &bot).await),
        asker("agent's key", key("agent", &bot).await),
        asker("admin's key", key("admin", &bot).await),
        asker("stranger", house.signs_in(&world.discord.guild("Elsewhere").member("mallory")).await.1),
        asker("member", house.signs_in(&world.member("alice")).await.1),
        asker("viewer", house.signs_in(&viewer).await.1),
        asker("agent", house.signs_in(&world.agent("bob")).await.1),
        asker("owner", house.signs_in(&world.guild.owner()).await.1),
        Asker { name: "operator", key: OPERATOR_KEY.to_owned(), bot: Some(bot) },
    ]
}

/// Each operation on a ticket has one of its own, somebody else's, which may be closed by it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_lets_in_whom_the_table_says_and_nobody_into_another_guild() {
    let house = House::set_up().await;
    let guild = house.hosting.world.guild.id().to_string();
    let (askers, operations, mut rows) = (askers(&house).await, operations(), BTreeMap::new());
    let is_on_one = |operation: &Operation| operation.path.contains("/tickets/");
    for number in 1..=operations.iter().filter(|operation| is_on_one(operation)).count() {
        house.hosting.world.opens(&house.hosting.world.member(&format!("opener{number}")), "Support").await;
    }
    let mut ticket = 0;
    for operation in operations {
        ticket += usize::from(is_on_one(&operation));
        let mut row = Vec::new();
        for asker in &askers {
            row.push(asks(&house, asker, &operation, (&guild, ticket)).await);
            let elsewhere = asks(&house, asker, &operation, ("1234567890123456", ticket)).await;
            assert!(
                ["–", "other key", "none here"].contains(&elsewhere),
                "{} {}: {elsewhere}",
                asker.name,
                operation.path
            );
        }
        rows.insert((operation.path, operation.method), row);
    }
    let names: Vec<&str> = askers.iter().map(|asker| asker.name).collect();
    let mut table = format!("| route | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
    for ((path, method), row) in &rows {
        let path = path.trim_start_matches("/api/guilds/{guild}");
        writeln!(table, "| `{} …{path}` | {} |", method.to_uppercase(), row.join(" | ")).unwrap();
    }
    stands_in_the_page(&table);
    house.hosting.finish().await;
}

fn stands_in_the_page(table: &str) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/SECURITY.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(BEGINS).expect("the page has a place for the table");
    let (there, after) = rest.split_once(ENDS).unwrap();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(page, format!("{before}{BEGINS}{table}{ENDS}{after}")).unwrap();
    } else {
        assert_eq!(there, table, "docs/SECURITY.md tells something else: UPDATE_GENERATED=1 writes it");
    }
}
