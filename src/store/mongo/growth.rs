//! Indexes that a database gets once it has grown: each costs the server a table, and most guilds stay small.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use mongodb::bson::{Document, doc};
use mongodb::{Collection, IndexModel};

/// A guild's database gets its indexes from so many records on. Below that reading all of them is as fast.
pub(super) const GROWN: u64 = 500;
/// The records are counted at the first insert of this process, and again after no more than so many: others insert too.
const MOST_INSERTS_BETWEEN_LOOKS: u64 = 100;

/// How one database has grown, as far as this process knows.
#[derive(Debug)]
pub(super) struct Growth {
    threshold: u64,
    inserts: AtomicU64,
    /// Counted again at this insert.
    next_look: AtomicU64,
    has_indexes: AtomicBool,
}

impl Growth {
    pub(super) fn new(threshold: u64) -> Self {
        let (inserts, next_look) = (AtomicU64::new(0), AtomicU64::new(1));
        Self { threshold, inserts, next_look, has_indexes: AtomicBool::new(false) }
    }

    /// Notes inserts, and makes the indexes in the background where they are due.
    pub(super) fn note_inserts(self: &Arc<Self>, inserts: u64, collection: &Collection<Document>) {
        let inserts = self.inserts.fetch_add(inserts, Ordering::Relaxed) + inserts;
        let due = self.next_look.load(Ordering::Relaxed);
        if inserts < due || self.has_indexes.load(Ordering::Relaxed) {
            return;
        }
        // Until that look says how many are missing.
        let next = inserts + MOST_INSERTS_BETWEEN_LOOKS;
        if self.next_look.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            tokio::spawn(Arc::clone(self).make_indexes_if_grown(collection.clone(), inserts));
        }
    }

    /// Notes that the database was dropped, and its indexes with it.
    pub(super) fn note_drop(&self) {
        self.inserts.store(0, Ordering::Relaxed);
        self.next_look.store(1, Ordering::Relaxed);
        self.has_indexes.store(false, Ordering::Relaxed);
    }

    /// Counts exactly, and no further than has to be known: a server's estimate may lag behind. Where some are missing the
    /// next look is when this process alone can have inserted them, so that no database stops just short.
    async fn make_indexes_if_grown(self: Arc<Self>, collection: Collection<Document>, at: u64) {
        let counting = collection.count_documents(doc! {}).limit(self.threshold.max(1));
        let missing = match counting.await {
            Ok(count) => self.threshold.saturating_sub(count),
            Err(_) => MOST_INSERTS_BETWEEN_LOOKS,
        };
        if missing > 0 {
            self.next_look.fetch_min(at + missing, Ordering::Relaxed);
            // What was inserted while it was counted may be what was missing.
            self.note_inserts(0, &collection);
            return;
        }
        match collection.create_indexes(models()).await {
            Ok(_) => self.has_indexes.store(true, Ordering::Relaxed),
            Err(error) => tracing::warn!(%error, "indexes were not made: tried again as the database grows"),
        }
    }
}

/// Records by state, and by facets. The id last, so that a page's order needs no sorting.
fn models() -> Vec<IndexModel> {
    let by_state = doc! { "kind": 1, "state": 1, "at": 1, "_id": 1 };
    let by_facet = doc! { "kind": 1, "facets": 1, "at": 1, "_id": 1 };
    [by_state, by_facet].into_iter().map(|keys| IndexModel::builder().keys(keys).build()).collect()
}
