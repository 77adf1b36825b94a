//! Every storage engine, held to one contract, and then to what only it can do.

use std::sync::Arc;

use serde_json::{Value, json};
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{DocumentStore, List, Order, Record, Selection, Stores};

mod audit_chain;
#[macro_use]
mod contract;
mod audit_tampering;
mod contract_batches;
mod contract_facets;
mod contract_lists;
mod contract_races;
mod contract_values;
mod documents;
mod golden;
mod jobs;
mod memory;
mod mongo;
mod mongo_failover;
mod mongo_faults;
pub(crate) mod mongo_server;
mod mongo_set;
mod sealed;
mod settled;
mod sqlite;
mod sqlite_files;
mod sqlite_processes;
mod transcripts;

/// An engine to app, with databases of its own.
trait Fixture: Sized {
    /// Opens empty databases; `None` where the engine is not to be had here.
    async fn open() -> Option<Self>;
    /// The databases.
    fn stores(&self) -> Arc<dyn Stores>;
    /// The same databases through another client, as another process has them; `None` where only one may.
    async fn another_client(&self) -> Option<Arc<dyn Stores>> {
        None
    }
    /// Removes the databases.
    async fn end(self);
}

/// A record of kind `note` in state `new`.
pub(crate) fn note(id: &str, body: Value) -> Record {
    Record {
        id: id.to_owned(),
        kind: "note".into(),
        state: "new".into(),
        owner: String::new(),
        at: Timestamp::from_millis(1_772_366_400_123),
        rev: 0,
        write: format!("write of {id}"),
        schema: 1,
        facets: Vec::new(),
        body: body.into(),
    }
}

/// Inserts notes named `note:<number>`, a second after one another.
async fn insert_notes(store: &dyn DocumentStore, count: i64) {
    for number in 0..count {
        let at = Timestamp::from_millis(number * 1000);
        let id = format!("note:{number:03}");
        store.insert(Record { at, ..note(&id, json!({ "number": number })) }).await.unwrap();
    }
}

/// All of a selection, page by page.
async fn walk(store: &dyn DocumentStore, selection: Selection, order: Order, limit: usize) -> Vec<String> {
    let mut ids = Vec::new();
    let mut list = List { selection, order, limit, after: None };
    loop {
        let page = store.list(&list).await.unwrap();
        assert!(page.records.len() <= limit);
        ids.extend(page.records.into_iter().map(|record| record.id));
        match page.next {
            Some(next) => list.after = Some(next),
            None => return ids,
        }
    }
}
