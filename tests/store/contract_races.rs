//! What every engine does when many ask at once, through two clients where the engine takes two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use tickit_domain::store::{DocumentStore, Record, StoreError, Stores};
use tokio::task::JoinSet;

use super::contract::GUILD;
use super::contract_lists::claim_until;
use super::{insert_notes, note};

pub(super) async fn one_of_many_inserts_wins(clients: &[Arc<dyn Stores>]) {
    let stores = handles(clients).await;
    let store = &stores[0];
    for round in 0..5 {
        let outcomes = all(32, |task| {
            let store = of(&stores, task);
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

pub(super) async fn one_of_many_replacements_wins(clients: &[Arc<dyn Stores>]) {
    let stores = handles(clients).await;
    let store = &stores[0];
    store.insert(note("note:1", json!({ "wins": 0 }))).await.unwrap();
    let wins = all(16, |task| {
        let store = of(&stores, task);
        async move {
            let mut wins = 0;
            while wins < 5 {
                let found = store.get("note:1").await.unwrap().unwrap();
                let (rev, before) = (found.rev, found.body.read::<Value>().unwrap()["wins"].as_i64().unwrap());
                let next =
                    Record { write: format!("{task}:{wins}"), body: json!({ "wins": before + 1 }).into(), ..found };
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
    assert_eq!((last.rev, last.body), (81, json!({ "wins": 80 }).into()));
}

pub(super) async fn no_number_is_given_twice(clients: &[Arc<dyn Stores>]) {
    let stores = handles(clients).await;
    let numbers = all(32, |task| {
        let store = of(&stores, task);
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

pub(super) async fn each_job_is_claimed_once(clients: &[Arc<dyn Stores>]) {
    let stores = handles(clients).await;
    let store = &stores[0];
    insert_notes(&**store, 120).await;
    let claimed = all(16, |task| {
        let store = of(&stores, task);
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

pub(super) async fn what_is_acknowledged_can_be_read(clients: &[Arc<dyn Stores>]) {
    let stores = handles(clients).await;
    all(16, |task| {
        let store = of(&stores, task);
        async move {
            for number in 0..20 {
                let id = format!("note:{task}:{number}");
                let inserted = store.insert(note(&id, json!({ "text": "first" }))).await.unwrap();
                assert_eq!(store.get(&id).await.unwrap(), Some(inserted.clone()));
                let second =
                    store.replace(Record { body: json!({ "text": "second" }).into(), ..inserted }, 1).await.unwrap();
                assert_eq!(store.get(&id).await.unwrap(), Some(second));
            }
        }
    })
    .await;
}

/// The guild's database through each client.
async fn handles(clients: &[Arc<dyn Stores>]) -> Vec<Arc<dyn DocumentStore>> {
    let mut handles = Vec::new();
    for client in clients {
        handles.push(client.guild(GUILD).await.unwrap());
    }
    handles
}

/// The handle of a task: neighbours have different clients.
fn of(stores: &[Arc<dyn DocumentStore>], task: usize) -> Arc<dyn DocumentStore> {
    Arc::clone(&stores[task % stores.len()])
}

/// Runs so many tasks at once; what each returned.
pub(super) async fn all<T: Send + 'static, F>(tasks: usize, task: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    (0..tasks).map(task).collect::<JoinSet<T>>().join_all().await
}
