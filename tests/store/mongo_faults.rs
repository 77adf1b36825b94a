//! What MongoDB's own failures become, and that each is settled.

use std::time::{Duration, Instant};

use mongodb::bson::{Bson, doc};
use serde_json::json;
use tickit::store::mongo::MongoLimits;
use tickit_domain::store::{Record, StoreError, Stores, settled};
use tokio::sync::MutexGuard;

use super::contract::GUILD;
use super::mongo_server::{ANY, FAIL_POINT, Mongo, address};
use super::{Fixture, note};
use crate::support::skip;

const WRITES: [&str; 4] = ["insert", "update", "delete", "findAndModify"];

/// A server that this test alone makes fail.
async fn server(limits: MongoLimits) -> Option<(Mongo, MutexGuard<'static, ()>)> {
    let address = address(ANY)?;
    let turn = FAIL_POINT.lock().await;
    Some((Mongo::open_within(&address, limits).await, turn))
}

fn once() -> Bson {
    doc! { "times": 1 }.into()
}

#[tokio::test]
async fn a_connection_cut_before_a_write_leaves_a_doubt_that_is_settled() {
    let Some((mongo, _turn)) = server(MongoLimits::default()).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    mongo.fail("alwaysOn", &WRITES, doc! { "closeConnection": true }).await;
    assert_ambiguous(&store.insert(note("note:1", json!({}))).await);
    assert_ambiguous(&store.increment("seq:ticket", 1).await);
    mongo.mend().await;
    assert_eq!(store.get("note:1").await, Ok(None));
    mongo.fail(once(), &["insert"], doc! { "closeConnection": true }).await;
    assert_eq!(settled::insert(&*store, note("note:1", json!({}))).await.unwrap().rev, 1);
    mongo.fail(once(), &["update"], doc! { "closeConnection": true }).await;
    let second = Record { write: "second".into(), ..note("note:1", json!({})) };
    assert_eq!(settled::replace(&*store, second, 1).await.unwrap().rev, 2);
    mongo.fail(once(), &["delete"], doc! { "closeConnection": true }).await;
    assert_eq!(settled::delete(&*store, "note:1", Some(2)).await, Ok(true));
    mongo.end().await;
}

#[tokio::test]
async fn a_connection_cut_after_a_write_leaves_a_doubt_that_is_settled() {
    let Some((mongo, _turn)) = server(MongoLimits::default()).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    let ours_alone = doc! {
        "configureFailPoint": "failCommand", "mode": "off", "data": { "failCommands": ["insert"], "closeConnectionAfter": true },
    };
    if mongo.administer(ours_alone).await.is_err() {
        skip("this server cannot cut a connection after a write");
        return mongo.end().await;
    }
    let after = || doc! { "closeConnectionAfter": true };
    mongo.fail("alwaysOn", &WRITES, after()).await;
    assert_ambiguous(&store.insert(note("note:1", json!({}))).await);
    assert_eq!(store.get("note:1").await.unwrap().unwrap().rev, 1);
    // Every answer is lost, and yet each is settled by what the record says.
    assert_eq!(settled::insert(&*store, note("note:2", json!({}))).await.unwrap().rev, 1);
    let second = Record { write: "second".into(), ..note("note:2", json!({})) };
    assert_eq!(settled::replace(&*store, second.clone(), 1).await.unwrap().rev, 2);
    let late = Record { write: "late".into(), ..second };
    assert_eq!(settled::replace(&*store, late, 1).await, Err(StoreError::Conflict));
    assert_eq!(
        settled::insert(&*store, Record { write: "another".into(), ..note("note:2", json!({})) }).await,
        Err(StoreError::Conflict)
    );
    mongo.fail(once(), &["delete"], after()).await;
    assert_eq!(settled::delete(&*store, "note:2", Some(2)).await, Ok(true));
    let mut numbers = Vec::new();
    for _ in 0..5 {
        mongo.fail(once(), &["findAndModify"], after()).await;
        numbers.push(settled::increment(&*store, "seq:ticket", 1).await.unwrap());
    }
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    mongo.end().await;
}

#[tokio::test]
async fn a_write_that_no_majority_confirmed_is_a_doubt() {
    let Some((mongo, _turn)) = server(MongoLimits::default()).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    let unconfirmed = doc! { "writeConcernError": { "code": 64, "errmsg": "waiting for replication timed out" } };
    mongo.fail("alwaysOn", &WRITES, unconfirmed.clone()).await;
    let inserted = store.insert(note("note:1", json!({}))).await;
    let replaced = store.replace(Record { write: "second".into(), ..note("note:1", json!({})) }, 1).await;
    let counted = store.increment("seq:ticket", 1).await;
    let claimed = store.claim(&super::contract_lists::claim_until(i64::MAX - 1, 1, i64::MAX)).await;
    assert_ambiguous(&inserted);
    assert_ambiguous(&replaced);
    assert_ambiguous(&counted);
    assert_ambiguous(&claimed);
    assert_ambiguous(&store.delete("note:9", None).await);
    mongo.mend().await;
    let found = store.get("note:1").await.unwrap().unwrap();
    assert_eq!((found.write.as_str(), found.rev, found.state.as_str()), ("second", 3, "running"));
    assert_eq!(store.increment("seq:ticket", 1).await, Ok(2));
    mongo.fail(once(), &["insert"], unconfirmed).await;
    assert_eq!(settled::insert(&*store, note("note:2", json!({}))).await.unwrap().rev, 1);
    mongo.end().await;
}

#[tokio::test]
async fn a_write_applied_after_the_deadline_undoes_nothing() {
    let deadline = Duration::from_secs(1);
    let Some((mongo, _turn)) = server(MongoLimits { deadline, ..MongoLimits::default() }).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    let block = || doc! { "blockConnection": true, "blockTimeMS": 1500 };
    mongo.fail(once(), &["insert"], block()).await;
    let began = Instant::now();
    assert_ambiguous(&store.insert(note("note:1", json!({}))).await);
    assert!(began.elapsed() < Duration::from_millis(1400), "{:?}", began.elapsed());
    while store.get("note:1").await.unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(10), "the late write never came");
    }
    // The late write meets the same one, done again, and a later one.
    mongo.fail(once(), &["update"], block()).await;
    let second = Record { write: "second".into(), ..note("note:1", json!({ "text": "second" })) };
    assert_eq!(settled::replace(&*store, second.clone(), 1).await.unwrap().rev, 2);
    let third = Record { write: "third".into(), body: json!({ "text": "third" }).into(), ..second };
    let third = store.replace(third, 2).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(store.get("note:1").await, Ok(Some(third)));
    mongo.end().await;
}

#[tokio::test]
async fn a_read_that_fails_is_unavailable() {
    let Some((mongo, _turn)) = server(MongoLimits::default()).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    mongo.fail("alwaysOn", &["find", "aggregate"], doc! { "closeConnection": true }).await;
    assert!(matches!(store.get("note:1").await, Err(StoreError::Unavailable(_))));
    let all = tickit_domain::store::Selection::Prefix(String::new());
    assert!(matches!(store.count(&all).await, Err(StoreError::Unavailable(_))));
    mongo.mend().await;
    assert_eq!(store.get("note:1").await, Ok(None));
    mongo.end().await;
}

#[tokio::test]
async fn the_servers_refusals_keep_their_meaning() {
    let Some((mongo, _turn)) = server(MongoLimits::default()).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    // Unauthorized, then interrupted by a step-down: that one may have been applied.
    mongo.fail("alwaysOn", &WRITES, doc! { "errorCode": 13 }).await;
    assert!(matches!(store.insert(note("note:1", json!({}))).await, Err(StoreError::Denied(_))));
    assert!(matches!(store.health().await, Err(StoreError::Denied(_))));
    mongo.fail("alwaysOn", &WRITES, doc! { "errorCode": 11_602 }).await;
    assert_ambiguous(&store.insert(note("note:1", json!({}))).await);
    mongo.mend().await;
    assert_eq!(store.get("note:1").await, Ok(None));
    mongo.end().await;
}

#[track_caller]
fn assert_ambiguous<T: std::fmt::Debug>(outcome: &Result<T, StoreError>) {
    assert!(matches!(outcome, Err(StoreError::Ambiguous(_))), "{outcome:?}");
}
