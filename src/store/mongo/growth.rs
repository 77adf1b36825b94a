//! An index that a database gets once it has grown: each costs the server a table, and most guilds stay small.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use mongodb::bson::{Document, doc};
use mongodb::{Collection, IndexModel};

/// A guild's database gets its index from so many records on. Below that reading all of them is as fast.
pub(super) const GROWN: u64 = 500;
/// How often the records are counted: at the first use, and each time that so many were inserted.
const INSERTS_BETWEEN_LOOKS: u32 = 100;

/// How one database has grown, as far as this process knows.
#[derive(Debug)]
pub(super) struct Growth {
    threshold: u64,
    inserts: AtomicU32,
    has_index: AtomicBool,
}

impl Growth {
    pub(super) fn new(threshold: u64) -> Self {
        Self { threshold, inserts: AtomicU32::new(0), has_index: AtomicBool::new(false) }
    }

    /// Notes an insert, and makes the index in the background where it is due.
    pub(super) fn note_insert(self: &Arc<Self>, collection: &Collection<Document>) {
        let before = self.inserts.fetch_add(1, Ordering::Relaxed);
        if before.is_multiple_of(INSERTS_BETWEEN_LOOKS) && !self.has_index.load(Ordering::Relaxed) {
            tokio::spawn(Arc::clone(self).make_index_if_grown(collection.clone()));
        }
    }

    /// Notes that the database was dropped, and its index with it.
    pub(super) fn note_drop(&self) {
        self.inserts.store(0, Ordering::Relaxed);
        self.has_index.store(false, Ordering::Relaxed);
    }

    async fn make_index_if_grown(self: Arc<Self>, collection: Collection<Document>) {
        match collection.estimated_document_count().await {
            Ok(count) if count >= self.threshold => {}
            _ => return,
        }
        // The id last, so that a page's order needs no sorting.
        let index = IndexModel::builder().keys(doc! { "kind": 1, "state": 1, "at": 1, "_id": 1 }).build();
        match collection.create_index(index).await {
            Ok(_) => self.has_index.store(true, Ordering::Relaxed),
            Err(error) => tracing::warn!(%error, "an index was not made: tried again as the database grows"),
        }
    }
}
