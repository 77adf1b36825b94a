//! What every engine does when many ask at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;
use tickit_domain::store::{DocumentStore, Record, StoreError, Stores};
use tokio::task::JoinSet;

use super::contract::GUILD;
use super::contract_lists::claim_until;
use super::{insert_notes, note};

pub(super) async fn one_of_many_inserts_wins(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    for round in 0..5 {
        let outcomes = all(32, |task| {
            let store = Arc::clone(&store);
            async move { store.insert(note(&format!("slot:{round}"), json!({ "task": task }))).await }
        });
        let mut winners = Vec::new();
        for outcome in outcomes.await {
            match outcome {
                Ok(record) => winners.push(record),
                Err(error) => assert_eq!(error, StoreError::Conflict),
            }
        }
        assert_eq!(winners.len(), 1);
        assert_eq!(store.get(&format!("slot:{round}")).await.unwrap().as_ref(), winners.first());
    }
}

pub(super) async fn one_of_many_replacements_wins(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    store.insert(note("note:1", json!({ "wins": 0 }))).await.unwrap();
    let wins = all(16, |task| {
        let store = Arc::clone(&store);
        async move {
            let mut wins = 0;
            while wins < 5 {
                let found = store.get("note:1").await.unwrap().unwrap();
                let (rev, before) = (found.rev, found.body["wins"].as_i64().unwrap());
                let next = Record { write: format!("{task}:{wins}"), body: json!({ "wins": before + 1 }), ..found };
                match store.replace(next, rev).await {
                    Ok(_) => wins += 1,
                    Err(error) => assert_eq!(error, StoreError::Conflict),
                }
            }
            wins
        }
    });
    assert_eq!(wins.await.iter().sum::<i64>(), 80);
    let last = store.get("note:1").await.unwrap().unwrap();
    assert_eq!((last.rev, last.body), (81, json!({ "wins": 80 })));
}

pub(super) async fn no_number_is_given_twice(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let numbers = all(32, |_| {
        let store = Arc::clone(&store);
        async move {
            let mut numbers = Vec::new();
            for _ in 0..50 {
                numbers.push(store.increment("seq:ticket", 1).await.unwrap());
            }
            assert!(numbers.is_sorted());
            numbers
        }
    });
    let numbers: BTreeSet<i64> = numbers.await.into_iter().flatten().collect();
    assert_eq!(numbers, (1..=1600).collect());
}

pub(super) async fn each_job_is_claimed_once(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_notes(&*store, 120).await;
    let claimed = all(16, |_| {
        let store = Arc::clone(&store);
        async move {
            let mut claimed = Vec::new();
            loop {
                let taken = store.claim(&claim_until(1_000_000, 3, 2_000_000)).await.unwrap();
                if taken.is_empty() {
                    return claimed;
                }
                claimed.extend(taken.into_iter().map(|record| record.id));
            }
        }
    });
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for id in claimed.await.into_iter().flatten() {
        *times.entry(id).or_default() += 1;
    }
    assert_eq!(times.len(), 120);
    assert!(times.values().all(|&count| count == 1), "{times:?}");
}

pub(super) async fn what_is_acknowledged_can_be_read(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    all(16, |task| {
        let store: Arc<dyn DocumentStore> = Arc::clone(&store);
        async move {
            for number in 0..20 {
                let id = format!("note:{task}:{number}");
                let inserted = store.insert(note(&id, json!({ "text": "first" }))).await.unwrap();
                assert_eq!(store.get(&id).await.unwrap(), Some(inserted.clone()));
                let second = store.replace(Record { body: json!({ "text": "second" }), ..inserted }, 1).await.unwrap();
                assert_eq!(store.get(&id).await.unwrap(), Some(second));
            }
        }
    })
    .await;
}

/// Runs so many tasks at once; what each returned.
pub(super) async fn all<T: Send + 'static, F>(tasks: usize, task: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    (0..tasks).map(task).collect::<JoinSet<T>>().join_all().await
}
