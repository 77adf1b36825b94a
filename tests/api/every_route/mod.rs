//! Every operation of the API's document, as it goes well, as it is refused to those who may not, and with bad input.
//!
//! `rows.rs` has a row for each, and says why where one of the three is proven elsewhere or cannot be. What is bad is made
//! from the document, in `bad_input.rs`.

mod bad_input;
mod rows;
mod stage;

use std::collections::BTreeSet;
use std::path::Path;

use futures_util::{StreamExt as _, stream};
use jsonschema::Validator;
use serde_json::{Value, json};

use self::bad_input::{Asked, bad};
use self::rows::{Case, Row, rows};
use self::stage::{By, Stage};
use super::host::Answer;
use super::operations::{Operation, operations, whole};
use crate::support::eventually_async;

/// How much is asked at once.
const AT_ONCE: usize = 8;

/// The codes that programs may meet are named here.
const PAGES: [&str; 2] = [include_str!("../../../docs/API.md"), include_str!("../../../docs/BOTS.md")];

/// Each row with its operation, in the order of the rows.
fn all(rows: Vec<Row>) -> Vec<(Operation, Row)> {
    let mut operations = operations();
    let mut found = Vec::new();
    for row in rows {
        let place = operations.iter().position(|operation| operation.name() == row.operation);
        let place = place.unwrap_or_else(|| panic!("there is no {}, or it has two rows", row.operation));
        found.push((operations.remove(place), row));
    }
    found.iter().flat_map(|(_, row)| [row.success, row.refusal, row.bad_input]).for_each(must_be_proven);
    let missing: Vec<String> = operations.iter().map(Operation::name).collect();
    assert!(missing.is_empty(), "tests/api/every_route/rows.rs wants a row for each of these: {missing:#?}");
    found
}

/// A test that a row names is there.
fn must_be_proven(case: Case) {
    match case {
        Case::Asked => {}
        Case::Never(why) => assert!(!why.is_empty()),
        Case::Elsewhere(test) => {
            let (file, name) = test.rsplit_once("::").unwrap();
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{}.rs", file.replace("::", "/")));
            let is_there = std::fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {name}(")));
            assert!(is_there, "tests/api/every_route/rows.rs names {test}, which is not there");
        }
    }
}

/// What a problem has to be: one that is the caller's, with a code that the pages name.
fn must_be_problem(what: &str, answered: &Answer) {
    let (status, code) = answered.problem();
    assert!((400..500).contains(&status), "{what}: {answered:?}");
    assert_eq!(answered.headers["content-type"], "application/problem+json", "{what}: {answered:?}");
    assert_eq!(answered.body["status"], status, "{what}: {answered:?}");
    assert!(answered.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{what}: {answered:?}");
    let is_named = PAGES.iter().any(|page| page.contains(&format!("`{code}`")));
    assert!(is_named, "{what}: no page names {code:?}: {answered:?}");
}

/// What the document says of the body of an answer; `None` where it says nothing.
fn schema(operation: &Operation, status: u16) -> Option<Validator> {
    let schema = &operation.said["responses"][status.to_string()]["content"]["application/json"]["schema"];
    let mut whole = json!({ "components": whole()["components"] });
    whole.as_object_mut().unwrap().extend(schema.as_object()?.clone());
    Some(jsonschema::draft202012::new(&whole).unwrap())
}

fn must_be_as_documented(operation: &Operation, answered: &Answer) {
    let name = operation.name();
    let said = &operation.said["responses"][answered.status.to_string()];
    assert!((200..400).contains(&answered.status) && said.is_object(), "{name}: {answered:?}");
    if let Some(schema) = schema(operation, answered.status) {
        let wrong: Vec<String> = schema.iter_errors(&answered.body).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:#?} in {answered:?}");
    }
    let is_nothing = answered.body.as_str() == Some("");
    assert!(said.get("content").is_some() || is_nothing, "{name}: {answered:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_does_what_it_is_for_and_answers_as_documented() {
    let stage = Stage::set_up().await;
    for (operation, row) in all(rows(&stage)) {
        if !matches!(row.success, Case::Asked) {
            continue;
        }
        let asked = Asked::good(&operation, &row, &stage);
        // What it needs may still be under way, such as a closing.
        let last = std::sync::Mutex::new(None);
        eventually_async(&format!("{} goes well", operation.name()), async || {
            let answered = stage.asks(&asked, row.by).await;
            let is_over = answered.status != 409;
            *last.lock().unwrap() = Some(answered);
            is_over
        })
        .await;
        must_be_as_documented(&operation, &last.into_inner().unwrap().unwrap());
    }
    stage.house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_refused_to_whoever_may_not_and_changes_nothing() {
    let stage = Stage::set_up().await;
    let before = stage.stored().await;
    for (operation, row) in all(rows(&stage)) {
        if !matches!(row.refusal, Case::Asked) {
            continue;
        }
        let asked = Asked::good(&operation, &row, &stage);
        for by in [By::Nobody, By::Strange].into_iter().chain(others(&operation)) {
            let what = format!("{} by {by:?}", operation.name());
            let answered = stage.asks(&asked, by).await;
            must_be_problem(&what, &answered);
            let expected: &[u16] = match by {
                By::Nobody if operation.is_open() => &[400, 401, 403],
                By::Strange if operation.is_open() => continue,
                By::Nobody => &[401],
                By::Strange => &[401, 403],
                _ => &[403, 404],
            };
            assert!(expected.contains(&answered.status), "{what}: {answered:?}");
        }
    }
    assert_eq!(stage.stored().await, before);
    stage.house.hosting.finish().await;
}

/// Who has something to show that does not open it.
fn others(operation: &Operation) -> Vec<By> {
    match () {
        () if operation.is_open() => vec![],
        () if operation.path.starts_with("/api/guilds/") => vec![By::Host, By::Other],
        () if operation.is_for("key") => vec![By::Other, By::Person],
        () if operation.is_for("person") => vec![By::Host, By::Operator],
        () => vec![By::Admin, By::Person],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_refused_by_every_operation_with_a_code_that_is_documented_and_changes_nothing() {
    let stage = Stage::set_up().await;
    let (before, mut latest, mut wrong) = (stage.stored().await, stage.latest().await, BTreeSet::new());
    for (operation, row) in all(rows(&stage)) {
        if !matches!(row.bad_input, Case::Asked) {
            continue;
        }
        let made = bad(&operation, &row, &stage);
        assert!(!made.is_empty(), "{}: nothing bad can be made for it: say so in its row", operation.name());
        let answers = stream::iter(made).map(async |asked| (stage.asks(&asked, row.by).await, asked));
        let answers: Vec<(Answer, Asked)> = answers.buffer_unordered(AT_ONCE).collect().await;
        for (answered, asked) in answers {
            wrong.extend(fault(&operation, &asked, &answered));
        }
        let now = stage.latest().await;
        if now != latest {
            wrong.insert(format!("{}: something was changed: {now:?}", operation.name()));
            latest = now;
        }
    }
    let found: Vec<&String> = wrong.iter().collect();
    assert!(wrong.is_empty(), "{} faults: {found:#?}", wrong.len());
    assert_eq!(stage.stored().await, before);
    stage.house.hosting.finish().await;
}

/// What is wrong with an answer to something bad.
fn fault(operation: &Operation, asked: &Asked, answered: &Answer) -> Option<String> {
    let (status, code) = answered.problem();
    let is_problem = (400..500).contains(&status) && answered.headers["content-type"] == "application/problem+json";
    let is_named = PAGES.iter().any(|page| page.contains(&format!("`{code}`")));
    let names = match (&asked.field, answered.body["field"].as_str()) {
        (Some(field), Some(named)) if code == "invalid_body" => named.starts_with(field.as_str()),
        (Some(_), None) if code == "invalid_body" => false,
        _ => true,
    };
    let is_right = is_problem && is_named && names && answered.body["status"] == status;
    let told: String = Value::to_string(&answered.body).chars().take(300).collect();
    (!is_right).then(|| format!("{} with {}: {status} {told}", operation.name(), asked.what))
}
