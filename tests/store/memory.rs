//! The store in memory: the contract, and that it fails as it is told to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tickit::store::memory::{Fault, Faults, MemoryStore, MemoryStores};
use tickit_domain::store::{DocumentStore, StoreError, Stores};

use super::{Fixture, note};

struct Memory(Arc<MemoryStores>);

impl Fixture for Memory {
    async fn open() -> Option<Self> {
        Some(Self(Arc::default()))
    }

    fn stores(&self) -> Arc<dyn Stores> {
        self.0.clone()
    }

    async fn end(self) {}
}

contract_on!(Memory);

#[tokio::test]
async fn the_named_call_fails_as_named() {
    let store = MemoryStore::default();
    let at_call = [(2, Fault::Unavailable), (3, Fault::AnswerLost), (4, Fault::RequestLost)].into();
    store.set_faults(Faults { at_call, ..Faults::default() });
    assert!(store.insert(note("1", json!({}))).await.is_ok());
    assert!(matches!(store.insert(note("2", json!({}))).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.insert(note("3", json!({}))).await, Err(StoreError::Ambiguous(_))));
    assert!(matches!(store.insert(note("4", json!({}))).await, Err(StoreError::Ambiguous(_))));
    assert_eq!(store.contents().into_keys().collect::<Vec<_>>(), ["1", "3"]);
    assert_eq!(store.calls(), 4);
}

#[tokio::test]
async fn one_seed_fails_the_same_way_twice() {
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let store = MemoryStore::default();
        store.set_faults(Faults { seed, unavailable: 0.2, answer_lost: 0.2, request_lost: 0.2, ..Faults::default() });
        let mut outcomes = Vec::new();
        for number in 0..50 {
            outcomes.push(store.insert(note(&number.to_string(), json!({}))).await);
        }
        let lost = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Ambiguous(_)))).count();
        assert!((5..45).contains(&lost), "{lost}");
        runs.push(outcomes);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn a_store_that_is_away_comes_back() {
    let store = MemoryStore::default();
    store.set_faults(Faults { away: true, ..Faults::default() });
    assert!(matches!(store.get("1").await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.health().await, Err(StoreError::Unavailable(_))));
    store.set_faults(Faults::default());
    assert_eq!(store.get("1").await, Ok(None));
}

#[tokio::test]
async fn a_slow_store_takes_its_time() {
    let store = MemoryStore::default();
    store.set_faults(Faults { delay: Duration::from_millis(20), ..Faults::default() });
    let began = Instant::now();
    for _ in 0..10 {
        store.get("1").await.unwrap();
    }
    assert!(began.elapsed() > Duration::from_millis(20));
}
