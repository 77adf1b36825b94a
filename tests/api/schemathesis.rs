//! The API against its own document, by schemathesis (<https://schemathesis.io>): whatever is sent, no answer is a failure, and each
//! is one that the document names.
//!
//! What it sends is the same in each run.

use std::process::Stdio;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tickit::http::document;
use tokio::process::Command;
use tokio::time::timeout;

use super::signing_in::House;
use crate::installation::OPERATOR_KEY;
use crate::support::outside;

/// Names the program.
const PROGRAM: &str = "TICKIT_TEST_SCHEMATHESIS";

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

/// It ends by itself within a minute or two.
const PATIENCE: Duration = Duration::from_mins(6);

/// What is not asked for: streams, which do not end, and what would end the bot or the sign-in that asks.
const LEFT_OUT: [&str; 3] = ["/api/bots/{application_id}/events", "/api/bots/{application_id}", "/api/auth/logout"];

/// The document of some paths, with parameters in them as they are here.
fn document_of(paths: impl Fn(&str) -> bool, given: &[(&str, &str)]) -> String {
    let mut document: Value = serde_json::from_str(&document().unwrap()).unwrap();
    let all = document["paths"].as_object().unwrap().clone();
    let wanted = all.into_iter().filter(|(path, _)| paths(path) && !LEFT_OUT.contains(&path.as_str()));
    let filled = wanted.map(|(path, mut operations)| {
        for operation in operations.as_object_mut().unwrap().values_mut() {
            if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
                parameters.retain(|parameter| given.iter().all(|(name, _)| parameter["name"] != *name));
            }
        }
        let path = given.iter().fold(path, |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        (path, operations)
    });
    document["paths"] = Value::Object(filled.collect::<Map<_, _>>());
    document.to_string()
}

/// Runs it over a document, with a key.
async fn finds_nothing(program: &str, url: &str, document: String, key: &str) {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("openapi.json");
    std::fs::write(&file, document).unwrap();
    let mut command = Command::new(program);
    command.arg("run").arg(&file).args(["--url", url, "--checks", CHECKS, "--max-examples", "10"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--generation-deterministic"]);
    command.args(["--rate-limit", "45/s", "--no-color", "--header", &format!("Authorization: Bearer {key}")]);
    command.current_dir(directory.path()).stdin(Stdio::null()).kill_on_drop(true);
    let ran = timeout(PATIENCE, command.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains(" passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_is_answered_as_the_document_says() {
    let Some(program) = outside(PROGRAM, "the schemathesis of tests/requirements.txt") else { return };
    let house = House::set_up().await;
    let (hosting, world) = (&house.hosting, &house.hosting.world);
    world.opens(&world.member("alice"), "Support").await;
    let guild = world.guild.id().to_string();
    let admin = hosting.admin_key().await;
    let of_guild =
        document_of(|path| path.starts_with("/api/guilds/"), &[("guild", &guild), ("ticket", "1"), ("bot", "")]);
    finds_nothing(&program, &house.url, of_guild, &admin).await;
    let bot = json!(world.bot.id().to_string());
    let others = document_of(|path| !path.starts_with("/api/guilds/"), &[("application_id", bot.as_str().unwrap())]);
    finds_nothing(&program, &house.url, others, OPERATOR_KEY).await;
    let path = format!("/api/guilds/{guild}/tickets?bot={}", world.bot.id());
    assert_eq!(hosting.asks(Method::GET, &path, OPERATOR_KEY, None).await.status, 200, "it goes on");
    house.hosting.finish().await;
}
