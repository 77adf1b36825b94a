//! Writes whose answers are lost, settled by reading.

use serde_json::json;
use tickit::store::memory::{Fault, Faults, MemoryStore};
use tickit_domain::store::{DocumentStore, Record, StoreError, settled};

use super::note;

fn failing(at_call: &[(u64, Fault)]) -> MemoryStore {
    let store = MemoryStore::default();
    store.set_faults(Faults { at_call: at_call.iter().copied().collect(), ..Faults::default() });
    store
}

#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_ours() {
    let store = failing(&[(1, Fault::AnswerLost)]);
    assert_eq!(settled::insert(&store, note("1", json!({}))).await.unwrap().rev, 1);
    assert_eq!(store.calls(), 2);
}

#[tokio::test]
async fn an_insert_that_is_lost_is_made_again() {
    let store = failing(&[(1, Fault::RequestLost)]);
    assert_eq!(settled::insert(&store, note("1", json!({}))).await.unwrap().rev, 1);
    assert!(store.get("1").await.unwrap().is_some());
}

#[tokio::test]
async fn an_insert_after_another_writer_is_a_conflict() {
    let store = failing(&[(2, Fault::RequestLost)]);
    store.insert(Record { write: "another".into(), ..note("1", json!({})) }).await.unwrap();
    assert_eq!(settled::insert(&store, note("1", json!({}))).await, Err(StoreError::Conflict));
    assert_eq!(settled::insert(&store, note("1", json!({}))).await, Err(StoreError::Conflict));
}

#[tokio::test]
async fn an_insert_that_was_claimed_meanwhile_is_ours() {
    let store = failing(&[]);
    store.insert(note("1", json!({}))).await.unwrap();
    let claim = super::contract_lists::claim_until(i64::MAX - 1, 1, i64::MAX);
    store.claim(&claim).await.unwrap();
    // The same insert again, as after a lost answer.
    let settled = settled::insert(&store, note("1", json!({}))).await.unwrap();
    assert_eq!((settled.rev, settled.state.as_str()), (2, "running"));
}

#[tokio::test]
async fn a_doubt_that_cannot_be_settled_stays_a_doubt() {
    let store = failing(&[(1, Fault::AnswerLost)]);
    let lost_then_away = Faults {
        at_call: [(1, Fault::AnswerLost)].into_iter().chain((2..99).map(|call| (call, Fault::Unavailable))).collect(),
        ..Faults::default()
    };
    store.set_faults(lost_then_away.clone());
    assert!(matches!(settled::insert(&store, note("1", json!({}))).await, Err(StoreError::Ambiguous(_))));
    store.set_faults(lost_then_away.clone());
    assert!(matches!(settled::replace(&store, note("1", json!({})), 1).await, Err(StoreError::Ambiguous(_))));
    store.set_faults(lost_then_away);
    assert!(matches!(settled::delete(&store, "1", None).await, Err(StoreError::Ambiguous(_))));
    store.set_faults(Faults { away: true, ..Faults::default() });
    assert!(matches!(settled::insert(&store, note("2", json!({}))).await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_replacement_is_settled_each_way() {
    let store = failing(&[]);
    let first = store.insert(note("1", json!({}))).await.unwrap();
    for (fault, write) in [(Fault::AnswerLost, "second"), (Fault::RequestLost, "third")] {
        let found = store.get("1").await.unwrap().unwrap();
        let (rev, next) = (found.rev, Record { write: write.into(), ..found });
        store.set_faults(Faults { at_call: [(1, fault)].into(), ..Faults::default() });
        assert_eq!(settled::replace(&store, next, rev).await.unwrap().rev, rev + 1);
    }
    store.set_faults(Faults { at_call: [(1, Fault::RequestLost)].into(), ..Faults::default() });
    let late = Record { write: "late".into(), ..first };
    assert_eq!(settled::replace(&store, late.clone(), 1).await, Err(StoreError::Conflict));
    store.delete("1", None).await.unwrap();
    store.set_faults(Faults { at_call: [(1, Fault::RequestLost)].into(), ..Faults::default() });
    assert_eq!(settled::replace(&store, late, 3).await, Err(StoreError::NotFound));
}

#[tokio::test]
async fn a_deletion_is_settled_each_way() {
    for fault in [Fault::AnswerLost, Fault::RequestLost] {
        let store = failing(&[(2, fault)]);
        store.insert(note("1", json!({}))).await.unwrap();
        assert_eq!(settled::delete(&store, "1", Some(1)).await, Ok(true));
        assert_eq!(store.get("1").await, Ok(None));
        assert_eq!(settled::delete(&store, "1", None).await, Ok(false));
    }
}

#[tokio::test]
async fn under_any_faults_an_acknowledged_write_is_there_and_there_once() {
    for seed in 0..50 {
        let store = MemoryStore::default();
        store.set_faults(Faults { seed, unavailable: 0.1, answer_lost: 0.2, request_lost: 0.2, ..Faults::default() });
        let mut acknowledged = Vec::new();
        let mut numbers = Vec::new();
        for number in 0..40 {
            let id = format!("note:{}", number / 2);
            let record = Record { write: format!("write {number}"), ..note(&id, json!({ "by": number })) };
            if let Ok(stored) = settled::insert(&store, record).await {
                acknowledged.push(stored);
            }
            numbers.extend(settled::increment(&store, "seq:ticket", 1).await);
        }
        let contents = store.contents();
        for record in &acknowledged {
            assert_eq!(contents.get(&record.id), Some(record), "seed {seed}");
        }
        assert!(acknowledged.len() >= 10, "seed {seed}: {}", acknowledged.len());
        assert!(numbers.is_sorted_by(|one, next| one < next), "seed {seed}: {numbers:?}");
    }
}
