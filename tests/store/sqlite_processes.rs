//! Two processes on one directory, and one that is killed while it writes. The other process is this test binary again.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::json;
use tickit::store::{OpenError, SqliteStores};
use tickit_domain::store::{Order, Selection, StoreError, Stores, settled};

use super::contract::GUILD;
use super::contract_races::all;
use super::sqlite::Directory;
use super::{note, walk};

/// Where the other process finds the directory. Where it is set, a test does the other process's part.
const DIRECTORY: &str = "TICKIT_TEST_CHILD_DIRECTORY";

/// Runs one test of this binary in a process of its own, on a directory.
fn run_apart(test: &str, directory: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("store::sqlite_processes::{test}"), "--nocapture", "--test-threads=1"])
        .env(DIRECTORY, directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the other process is told by its environment what to do")]
fn directory_of_parent() -> Option<String> {
    std::env::var(DIRECTORY).ok()
}

/// A line that the parent finds among what the test harness prints, out at once.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\nTOLD {line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// What the other process tells, line by line.
fn told(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("TOLD ").map(String::from))
}

#[tokio::test]
async fn a_second_process_is_refused_with_the_first_ones_id() {
    if let Some(directory) = directory_of_parent() {
        return open_and_tell(Path::new(&directory)).await;
    }
    let directory = Directory::new();
    let stores = SqliteStores::open(directory.path()).await.unwrap();
    let mut child = run_apart("a_second_process_is_refused_with_the_first_ones_id", directory.path());
    let answer: Vec<String> = told(&mut child).collect();
    assert!(child.wait().unwrap().success());
    assert!(answer[0].contains(&format!("in use by process {}", std::process::id())), "{answer:?}");
    stores.core().insert(note("note:1", json!({}))).await.unwrap();
    stores.close().await;

    let mut child = run_apart("a_second_process_is_refused_with_the_first_ones_id", directory.path());
    assert_eq!(told(&mut child).collect::<Vec<_>>(), ["opened"]);
    assert!(child.wait().unwrap().success());
}

#[tokio::test]
async fn a_directory_is_opened_once_in_one_process_too() {
    let directory = Directory::new();
    let stores = SqliteStores::open(directory.path()).await.unwrap();
    assert!(matches!(SqliteStores::open(directory.path()).await, Err(OpenError::InUse { .. })));
    stores.close().await;
    SqliteStores::open(directory.path()).await.unwrap().close().await;
    assert!(matches!(stores.core().get("note:1").await, Err(StoreError::Unavailable(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    if let Some(directory) = directory_of_parent() {
        return write_and_tell(Path::new(&directory)).await;
    }
    let directory = Directory::new();
    let mut acknowledged = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for round in 0..6 {
        let mut child = run_apart("nothing_acknowledged_is_lost_when_the_process_is_killed", directory.path());
        let mut lines = told(&mut child);
        let first: Vec<String> = lines.by_ref().take(60 + 50 * round).collect();
        child.kill().unwrap();
        // What it had told before it died counts as well; its last line may be torn.
        for line in first.into_iter().chain(lines) {
            let Some((id, number)) = line.strip_suffix(" told").and_then(|line| line.split_once(' ')) else { continue };
            assert!(acknowledged.insert(id.to_owned()), "{id} was acknowledged twice");
            assert!(numbers.insert(number.parse::<i64>().unwrap()), "{number} was given twice");
        }
        child.wait().unwrap();
    }
    let stores = SqliteStores::open(directory.path()).await.unwrap();
    let store = stores.guild(GUILD).await.unwrap();
    let found = walk(&*store, Selection::Prefix("note:".into()), Order::Ascending, 1000).await;
    let found: BTreeSet<String> = found.into_iter().collect();
    assert!(acknowledged.len() >= 1110, "{}", acknowledged.len());
    assert_eq!(acknowledged.difference(&found).count(), 0, "acknowledged records are lost");
    assert!(store.increment("seq:ticket", 1).await.unwrap() > *numbers.last().unwrap());
    stores.close().await;
}

async fn open_and_tell(directory: &Path) {
    match SqliteStores::open(directory).await {
        Ok(stores) => {
            tell("opened");
            stores.close().await;
        }
        Err(error) => tell(&error.to_string()),
    }
}

async fn write_and_tell(directory: &Path) {
    let stores = SqliteStores::open(directory).await.unwrap();
    let store = stores.guild(GUILD).await.unwrap();
    let process = std::process::id();
    all(16, |task| {
        let store = store.clone();
        async move {
            for turn in 0.. {
                let id = format!("note:{process}:{task}:{turn}");
                let inserted = settled::insert(&*store, note(&id, json!({ "text": "x".repeat(300) }))).await;
                if let (Ok(record), Ok(number)) = (inserted, settled::increment(&*store, "seq:ticket", 1).await) {
                    tell(&format!("{} {number} told", record.id));
                }
            }
        }
    })
    .await;
}
