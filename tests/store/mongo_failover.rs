//! A replica set that loses its primary, and one that is away altogether.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::doc;
use mongodb::options::ClientOptions;
use serde_json::{Value, json};
use tickit_domain::store::{DocumentStore, Order, Record, Selection, StoreError, Stores, settled};
use tokio::task::JoinSet;

use super::contract::GUILD;
use super::mongo_server::{FAILOVER, Mongo, PRIMARY, address};
use super::{Fixture, note, walk};
use crate::support::skip;

/// What one writer was told.
#[derive(Default)]
struct Told {
    done: Vec<String>,
    numbers: Vec<i64>,
    marks: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_write_is_lost_or_doubled_as_primaries_step_down() {
    if address(FAILOVER).is_none() {
        return;
    }
    let _turn = PRIMARY.lock().await;
    let Some(mongo) = Mongo::at(FAILOVER).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    store.insert(note("marks", json!({ "marks": [] }))).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        writers.spawn(write_until(Arc::clone(&store), writer, Arc::clone(&stop)));
    }
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(600)).await;
        // A real primary cuts this connection as it steps down.
        let _ = mongo.administer(doc! { "replSetStepDown": 1, "force": true }).await;
    }
    tokio::time::sleep(Duration::from_millis(900)).await;
    stop.store(true, Ordering::Relaxed);
    let told = writers.join_all().await;

    let stored: BTreeSet<String> =
        walk(&*store, Selection::Prefix("note:".into()), Order::Ascending, 1000).await.into_iter().collect();
    let done: Vec<&String> = told.iter().flat_map(|told| &told.done).collect();
    assert!(done.len() > 100, "{} inserts are too few to show anything", done.len());
    assert!(done.iter().all(|id| stored.contains(*id)), "an acknowledged record is lost");
    let numbers: Vec<i64> = told.iter().flat_map(|told| told.numbers.iter().copied()).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "a number was given twice");
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for mark in marks_of(&store.get("marks").await.unwrap().unwrap()) {
        *times.entry(mark).or_default() += 1;
    }
    assert!(times.values().all(|&times| times == 1), "a replacement was applied twice");
    assert!(
        told.iter().flat_map(|told| &told.marks).all(|mark| times.contains_key(mark)),
        "an acknowledged mark is lost"
    );
    mongo.end().await;
}

async fn write_until(store: Arc<dyn DocumentStore>, writer: usize, stop: Arc<AtomicBool>) -> Told {
    let mut told = Told::default();
    for turn in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let id = format!("note:{writer}:{turn}");
        if settled::insert(&*store, note(&id, json!({ "writer": writer }))).await.is_ok() {
            told.done.push(id.clone());
        }
        told.numbers.extend(settled::increment(&*store, "seq:ticket", 1).await);
        if turn % 8 == 0 && leave_mark(&*store, &id).await.is_some() {
            told.marks.push(id);
        }
    }
    told
}

/// Adds a mark to a record that all writers change, by its revision.
async fn leave_mark(store: &dyn DocumentStore, mark: &str) -> Option<Record> {
    for _ in 0..50 {
        let found = store.get("marks").await.ok()??;
        let (rev, mut marks) = (found.rev, marks_of(&found));
        marks.push(mark.to_owned());
        let next = Record { write: mark.to_owned(), body: json!({ "marks": marks }).into(), ..found };
        match settled::replace(store, next, rev).await {
            Err(StoreError::Conflict) => {}
            outcome => return outcome.ok(),
        }
    }
    None
}

fn marks_of(record: &Record) -> Vec<String> {
    let marks = record.body.read::<Value>().unwrap()["marks"].take();
    marks.as_array().unwrap().iter().filter_map(Value::as_str).map(String::from).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_seconds_without_a_server_end_by_themselves() {
    let Some(server) = address(FAILOVER) else { return };
    let _turn = PRIMARY.lock().await;
    let Some(mongo) = Mongo::at(FAILOVER).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    store.insert(note("note:before", json!({}))).await.unwrap();
    if !take_down(&server, Duration::from_secs(10)).await {
        skip("this server's members cannot be taken down by a command");
        return mongo.end().await;
    }
    let away = Instant::now();
    let mut refused = 0;
    let back = loop {
        let began = Instant::now();
        let outcome = settled::insert(&*store, note(&format!("note:{refused}"), json!({}))).await;
        assert!(began.elapsed() < Duration::from_secs(9), "a write waited {:?}", began.elapsed());
        match outcome {
            // The last of what came before the members went.
            Ok(_) if refused == 0 => {
                store.delete("note:0", None).await.ok();
            }
            Ok(_) => break away.elapsed(),
            Err(StoreError::Unavailable(_) | StoreError::Ambiguous(_)) => refused += 1,
            Err(error) => panic!("{error}"),
        }
        assert!(away.elapsed() < Duration::from_secs(30), "the server is back, but not for us");
    };
    assert!(refused > 1, "nothing was refused while no server was there");
    assert!(back > Duration::from_secs(8), "back after {back:?}");
    assert!(back < Duration::from_secs(16), "back only after {back:?}");
    store.health().await.unwrap();
    assert!(store.get("note:before").await.unwrap().is_some());
    mongo.end().await;
}

/// Has every member refuse connections; whether they know how to.
async fn take_down(server: &str, duration: Duration) -> bool {
    let mut members = Vec::new();
    for host in ClientOptions::parse(server).await.unwrap().hosts {
        let options = ClientOptions::builder().hosts(vec![host]).direct_connection(true).build();
        members.push(Client::with_options(options).unwrap());
    }
    for member in &members {
        member.database("admin").run_command(doc! { "ping": 1 }).await.unwrap();
    }
    let millis = i64::try_from(duration.as_millis()).unwrap();
    let mut all = true;
    for member in members {
        all &= member.database("admin").run_command(doc! { "takeDownMember": millis }).await.is_ok();
        member.shutdown().immediate(true).await;
    }
    all
}
