//! Typed documents: read in every version that there was, and written several at once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tickit::store::memory::{Fault, Faults, MemoryStore};
use tickit_domain::store::document::{Document, Documents, WriteTokens};
use tickit_domain::store::{DocumentStore, Facets, Record, StoreError, Written};

use super::note;

/// The third shape of a document: first it had a text, then a list of texts, now each with its length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Lines {
    number: u32,
    lines: Vec<(String, usize)>,
}

impl Document for Lines {
    const KIND: &'static str = "lines";
    const VERSION: u16 = 3;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from == 1 {
            body["lines"] = json!([body["text"]]);
        } else {
            let lines = body["lines"].as_array().cloned().unwrap_or_default();
            body["lines"] = lines.into_iter().map(|line| json!([line, line.as_str().map_or(0, str::len)])).collect();
        }
        body
    }

    fn id(&self) -> String {
        format!("lines:{}", self.number)
    }

    fn facets(&self) -> Facets {
        self.lines.iter().fold(Facets::default(), |facets, (line, _)| facets.with_words(line))
    }
}

fn documents(store: &Arc<MemoryStore>) -> Documents {
    Documents::new(store.clone(), Arc::new(WriteTokens::new("node".into())))
}

fn lines(number: u32, text: &str) -> Lines {
    Lines { number, lines: vec![(text.into(), text.len())] }
}

async fn read(store: &Arc<MemoryStore>, schema: u16, body: Value) -> Result<Lines, StoreError> {
    let record = Record { kind: "lines".into(), schema, ..note("lines:1", body) };
    store.delete("lines:1", None).await.unwrap();
    store.insert(record).await.unwrap();
    documents(store).get::<Lines>("lines:1").await.map(|stored| stored.unwrap().value)
}

#[tokio::test]
async fn every_earlier_version_is_read_as_the_latest() {
    let store = Arc::default();
    assert_eq!(read(&store, 1, json!({ "number": 1, "text": "hi" })).await, Ok(lines(1, "hi")));
    assert_eq!(read(&store, 2, json!({ "number": 1, "lines": ["hi"] })).await, Ok(lines(1, "hi")));
    assert_eq!(read(&store, 3, json!({ "number": 1, "lines": [["hi", 2]] })).await, Ok(lines(1, "hi")));
}

#[tokio::test]
async fn a_record_of_a_newer_version_is_refused_as_such_and_left_as_it_is() {
    let store = Arc::default();
    let newer = StoreError::Newer { id: "lines:1".into(), version: 4 };
    assert_eq!(read(&store, 4, json!({ "chapters": [] })).await, Err(newer.clone()));
    assert!(newer.to_string().contains("newer Tickit"));
    let kept = store.get("lines:1").await.unwrap().unwrap();
    assert_eq!((kept.schema, kept.body), (4, json!({ "chapters": [] }).into()));
}

#[tokio::test]
async fn a_record_that_lacks_a_field_is_corrupt_and_named() {
    let store = Arc::default();
    let error = read(&store, 3, json!({ "number": 1 })).await.unwrap_err();
    assert!(matches!(&error, StoreError::Corrupt(text) if text.contains("lines:1")), "{error:?}");
}

#[tokio::test]
async fn what_is_written_says_its_version_and_its_facets() {
    let store = Arc::default();
    let documents = documents(&store);
    let mut batch = documents.batch();
    batch.insert(&lines(1, "Hello there")).unwrap();
    let written = batch.write().await.all().unwrap();
    let record = store.get("lines:1").await.unwrap().unwrap();
    assert_eq!(written, [record.rev]);
    assert_eq!((record.schema, record.facets), (3, vec!["word:hello".to_owned(), "word:there".to_owned()]));
}

#[tokio::test]
async fn a_batch_stops_at_the_first_that_is_refused_and_is_one_call() {
    let store = Arc::new(MemoryStore::default());
    let documents = documents(&store);
    let mut batch = documents.batch();
    batch.insert(&lines(1, "one")).unwrap().insert(&lines(2, "two")).unwrap();
    let revs = batch.write().await.all().unwrap();
    assert_eq!((revs.len(), store.calls()), (2, 1));
    let mut batch = documents.batch();
    batch
        .replace(&lines(1, "uno"), revs[0])
        .unwrap()
        .replace(&lines(2, "due"), 5)
        .unwrap()
        .insert(&lines(3, "tre"))
        .unwrap();
    let written = batch.write().await;
    assert_eq!(written, Written { revs: vec![revs[0] + 1], refused: Some(StoreError::Conflict) });
}

#[tokio::test]
async fn a_batch_whose_answer_is_lost_is_settled() {
    for seed in 0..40 {
        for fault in [Fault::AnswerLost, Fault::RequestLost] {
            let store = Arc::new(MemoryStore::default());
            let documents = documents(&store);
            let mut batch = documents.batch();
            batch.insert(&lines(1, "one")).unwrap().insert(&lines(2, "two")).unwrap();
            let revs = batch.write().await.all().unwrap();
            store.set_faults(Faults { seed, at_call: [(1, fault)].into(), ..Faults::default() });
            let mut batch = documents.batch();
            batch.insert(&lines(3, "three")).unwrap().replace(&lines(1, "uno"), revs[0]).unwrap();
            batch.delete("lines:2".into(), revs[1]).insert(&lines(4, "four")).unwrap();
            let written = batch.write().await.all();
            let (there, about) = (store.contents(), format!("seed {seed}, {fault:?}"));
            let [third, first, fourth] = ["lines:3", "lines:1", "lines:4"].map(|id| there[id].rev);
            assert_eq!((written, first), (Ok(vec![third, first, 0, fourth]), revs[0] + 1), "{about}");
            assert_eq!(there.into_keys().collect::<Vec<_>>(), ["lines:1", "lines:3", "lines:4"]);
        }
    }
}

#[tokio::test]
async fn a_batch_whose_doubt_cannot_be_settled_stays_a_doubt() {
    let store = Arc::new(MemoryStore::default());
    let documents = documents(&store);
    let faults = [(1, Fault::AnswerLost)].into_iter().chain((2..99).map(|call| (call, Fault::Unavailable)));
    store.set_faults(Faults { at_call: faults.collect(), ..Faults::default() });
    let mut batch = documents.batch();
    batch.delete("lines:2".into(), 1).insert(&lines(3, "three")).unwrap();
    assert!(matches!(batch.write().await.all(), Err(StoreError::Ambiguous(_))));
}

#[tokio::test]
async fn a_document_whose_id_is_given_anew_goes_by_other_revisions_than_the_one_before() {
    let store = Arc::default();
    let documents = documents(&store);
    let make = async || {
        let mut batch = documents.batch();
        batch.insert(&lines(1, "hi")).unwrap();
        batch.write().await.revs[0]
    };
    let earlier = make().await;
    store.delete("lines:1", Some(earlier)).await.unwrap();
    let later = make().await;
    assert_eq!(store.delete("lines:1", Some(earlier)).await, Err(StoreError::Conflict), "it is another document");
    let mut batch = documents.batch();
    batch.replace(&lines(1, "ho"), later).unwrap();
    assert_eq!(batch.write().await, Written { revs: vec![later + 1], refused: None });
}
