//! Every route × everybody who may ask, those about a guild × their own guild and another: who is let in, and who is not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::host::answer;
use super::operations::{Ids, Operation, filled, ids_of_nothing, operations};
use super::signing_in::House;
use crate::installation::OPERATOR_KEY;

/// Where the tables stand: of guilds' operations, and of the others.
const OF_GUILDS: &str = "<!-- who may what over HTTP: written from what `api::matrix` saw -->\n";
const OF_THE_OTHERS: &str = "<!-- who may what besides: written from what `api::matrix` saw -->\n";
const ENDS: &str = "<!-- end -->\n";

/// Where the paths about a guild begin.
const GUILD: &str = "/api/guilds/{guild}";

/// What follows its tickets and has no end.
const STREAM: &str = "text/event-stream";

/// Somebody who asks, by what they show.
struct Asker {
    name: &'static str,
    key: String,
    /// The bot that they name.
    bot: Option<String>,
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
        ("post", "decline") => Some(json!({ "reason": "" })),
        ("post", "erasure") => Some(json!({ "confirm": "5" })),
        ("post", "types" | "panels") => Some(json!({ "name": "" })),
        ("post", "questions") => Some(json!({ "kind": "short", "label": "" })),
        ("post", "move") => Some(json!({ "place": 1 })),
        ("post", "send") => Some(json!({ "channel": "5" })),
        ("put", "{role}") => Some(json!({ "limit": 1 })),
        ("patch", "config") => Some(json!({ "limit": 9999 })),
        ("post", "reconnect") => Some(json!({ "bot": "5" })),
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

async fn asks(house: &House, asker: &Asker, operation: &Operation, ids: &Ids) -> &'static str {
    let query = asker.bot.as_ref().filter(|_| operation.path.starts_with(GUILD)).map(|bot| format!("?bot={bot}"));
    let (path, query) = (filled(&operation.path, ids), query.unwrap_or_default());
    let mut request = house.hosting.http.request(operation.verb(), format!("{}{path}{query}", house.url));
    if !asker.key.is_empty() {
        request = request.bearer_auth(&asker.key);
    }
    if let Some(body) = body(operation, ids["ticket"].parse().unwrap()) {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    if response.headers().get("content-type").is_some_and(|kind| kind == STREAM) {
        return verdict(response.status().as_u16(), "");
    }
    let answered = answer(response).await;
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
    let key = async |may: &str, of: &str| {
        let may: Vec<&str> = may.split(' ').collect();
        hosting.has_key(json!({ "name": "x", "bot": of, "may": may })).await
    };
    let other = hosting.another_bot().id().to_string();
    let asker = |name, key| Asker { name, key, bot: None };
    let viewer = world.member("vera");
    let said = world.owner_says("/staff add who:@vera rank:\"viewer: reads only\"").await;
    assert!(said.contains("on staff"), "{said}");
    vec![
        asker("nobody", String::new()),
        asker("another bot's key", key("admin", &other).await),
        asker("host's key", key("register forward", &bot).await),
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
    let operations = operations().into_iter().filter(|operation| operation.path.starts_with(GUILD));
    let (askers, operations, mut rows) = (askers(&house).await, operations.collect::<Vec<_>>(), BTreeMap::new());
    let is_on_one = |operation: &Operation| operation.path.contains("/tickets/");
    for number in 1..=operations.iter().filter(|operation| is_on_one(operation)).count() {
        house.hosting.world.opens(&house.hosting.world.member(&format!("opener{number}")), "Support").await;
    }
    let mut ticket = 0;
    for operation in operations {
        ticket += usize::from(is_on_one(&operation));
        let mut row = Vec::new();
        for asker in &askers {
            row.push(asks(&house, asker, &operation, &ids_of_nothing(&guild, &ticket.to_string())).await);
            let elsewhere = ids_of_nothing("1234567890123456", &ticket.to_string());
            let elsewhere = asks(&house, asker, &operation, &elsewhere).await;
            assert!(
                ["–", "other key", "none here"].contains(&elsewhere),
                "{} {}: {elsewhere}",
                asker.name,
                operation.path
            );
        }
        rows.insert((operation.path, operation.method), row);
    }
    stands_in_the_page(OF_GUILDS, &table(&askers, &rows));
    house.hosting.finish().await;
}

/// What would end the bot is asked for last.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_other_route_lets_in_whom_the_table_says() {
    let house = House::with(&[("TICKIT_SIGN_INS_PER_MINUTE", "1000")]).await;
    let bot = house.hosting.world.bot.id().to_string();
    let mut ids = ids_of_nothing("1234567890123456", "1");
    ids.insert("application_id", bot);
    let others = operations().into_iter().filter(|operation| !operation.path.starts_with(GUILD));
    let (open, mut closed): (Vec<_>, Vec<_>) = others.partition(Operation::is_open);
    closed.sort_by_key(|operation| operation.name() == "DELETE /api/bots/{application_id}");
    let mut askers = askers(&house).await;
    askers.retain(|asker| !["stranger", "viewer", "agent", "owner"].contains(&asker.name));
    let mut rows = BTreeMap::new();
    for operation in closed {
        let mut row = Vec::new();
        for asker in &mut askers {
            if asker.name == "member" {
                // The one before may have ended it.
                asker.key = house.signs_in(&house.hosting.world.member("alice")).await.1;
            }
            row.push(asks(&house, asker, &operation, &ids).await);
        }
        rows.insert((operation.path, operation.method), row);
    }
    let open: Vec<String> = open.iter().map(|operation| format!("`{}`", operation.name())).collect();
    let table = format!("{}\nThese ask nobody: {}.\n", table(&askers, &rows), open.join(", "));
    stands_in_the_page(OF_THE_OTHERS, &table);
    house.hosting.finish().await;
}

fn table(askers: &[Asker], rows: &BTreeMap<(String, &'static str), Vec<&'static str>>) -> String {
    let names: Vec<&str> = askers.iter().map(|asker| asker.name).collect();
    let mut table = format!("| route | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
    for ((path, method), row) in rows {
        let path = path.strip_prefix(GUILD).map_or(path.clone(), |rest| format!("…{rest}"));
        writeln!(table, "| `{} {path}` | {} |", method.to_uppercase(), row.join(" | ")).unwrap();
    }
    table
}

pub fn stands_in_the_page(begins: &str, table: &str) {
    // Two tests write the same page.
    static WRITING: Mutex<()> = Mutex::new(());
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/SECURITY.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(begins).expect("the page has a place for the table");
    let (there, after) = rest.split_once(ENDS).unwrap();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(page, format!("{before}{begins}{table}{ENDS}{after}")).unwrap();
    } else {
        assert_eq!(there, table, "docs/SECURITY.md tells something else: UPDATE_GENERATED=1 writes it");
    }
}
