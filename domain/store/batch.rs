//! Several writes to one store in one go: ordered, each atomic by itself, and not all or nothing.

use super::durability::Durability;
use super::{Record, StoreError, StoreResult};

/// One write of several.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Stores a new record, as [`DocumentStore::insert`](super::DocumentStore::insert) does.
    Insert(Record),
    /// Stores a record over a revision, as [`DocumentStore::replace`](super::DocumentStore::replace) does.
    Replace {
        /// The record.
        record: Record,
        /// The revision that has to be there.
        expected: u64,
    },
    /// Deletes a record, as [`DocumentStore::delete`](super::DocumentStore::delete) does. One that is gone is no refusal.
    Delete {
        /// The record's id.
        id: String,
        /// The revision that has to be there, where one is named.
        expected: Option<u64>,
    },
}

impl Write {
    /// The record that it is about.
    pub fn id(&self) -> &str {
        match self {
            Self::Insert(record) | Self::Replace { record, .. } => &record.id,
            Self::Delete { id, .. } => id,
        }
    }

    /// When it has to be safe.
    pub fn durability(&self) -> Durability {
        match self {
            Self::Insert(record) => Durability::of(&record.id),
            Self::Replace { record, expected } => Durability::of_replaced(&record.id, &record.state, *expected),
            Self::Delete { id, .. } => Durability::of_deleted(id),
        }
    }
}

/// What became of several writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The revision after each write that was done, in order; 0 where a record was deleted.
    pub revs: Vec<u64>,
    /// Why the write after those was not done, and none that follows it; `None` where all were done. `Ambiguous` where
    /// that one, and those after it up to any place, may have been.
    pub refused: Option<StoreError>,
}

impl Written {
    /// None of them.
    pub const fn nothing(error: StoreError) -> Self {
        Self { revs: Vec::new(), refused: Some(error) }
    }

    /// The revisions, where all were done.
    pub fn all(self) -> StoreResult<Vec<u64>> {
        match self.refused {
            Some(error) => Err(error),
            None => Ok(self.revs),
        }
    }
}
