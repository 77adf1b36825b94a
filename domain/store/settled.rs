//! Writes whose outcome is settled by reading: what a caller that wants one clear answer uses.
//!
//! An engine says [`StoreError::Ambiguous`] where a write may have been applied though no answer came. Each record
//! carries the token of its last write, so reading it tells. Doing the same write again is safe: the unique id or the
//! expected revision lets it in once only.

use super::{DocumentStore, Record, StoreError, StoreResult};

/// So often a write is tried before its outcome is left open.
const TRIES: usize = 4;

/// Inserts a record; `Conflict` where its id is another writer's.
///
/// A record of ours that another writer has already replaced also answers `Conflict`: it exists.
pub async fn insert(store: &dyn DocumentStore, record: Record) -> StoreResult<Record> {
    let mut doubt = None;
    for _ in 0..TRIES {
        match store.insert(record.clone()).await {
            Err(error @ (StoreError::Ambiguous(_) | StoreError::Conflict)) => keep_doubt(&mut doubt, error),
            Err(error) => return Err(doubt.unwrap_or(error)),
            stored => return stored,
        }
        match store.get(&record.id).await {
            Ok(Some(found)) if found.write == record.write => return Ok(found),
            Ok(Some(_)) => return Err(StoreError::Conflict),
            Ok(None) | Err(_) => {}
        }
    }
    Err(doubt.unwrap_or(StoreError::Conflict))
}

/// Replaces revision `expected`; `Conflict` where another writer was first, `NotFound` where the record is gone.
pub async fn replace(store: &dyn DocumentStore, record: Record, expected: u64) -> StoreResult<Record> {
    let mut doubt = None;
    for _ in 0..TRIES {
        match store.replace(record.clone(), expected).await {
            Err(error @ (StoreError::Ambiguous(_) | StoreError::Conflict)) => keep_doubt(&mut doubt, error),
            Err(error) => return Err(doubt.unwrap_or(error)),
            stored => return stored,
        }
        match store.get(&record.id).await {
            Ok(Some(found)) if found.write == record.write => return Ok(found),
            Ok(Some(found)) if found.rev != expected => return Err(StoreError::Conflict),
            Ok(None) => return Err(StoreError::NotFound),
            Ok(Some(_)) | Err(_) => {}
        }
    }
    Err(doubt.unwrap_or(StoreError::Conflict))
}

/// Deletes a record; whether there was one. A record that is gone after a lost answer counts as deleted by us.
pub async fn delete(store: &dyn DocumentStore, id: &str, expected: Option<u64>) -> StoreResult<bool> {
    let mut doubt = None;
    for _ in 0..TRIES {
        match store.delete(id, expected).await {
            Err(error @ StoreError::Ambiguous(_)) => doubt = Some(error),
            Ok(found) => return Ok(found || doubt.is_some()),
            Err(StoreError::Conflict) => return Err(StoreError::Conflict),
            Err(error) => return Err(doubt.unwrap_or(error)),
        }
    }
    Err(doubt.unwrap_or(StoreError::Conflict))
}

/// Adds to a counter. A lost answer is tried again, which leaves a gap but never gives one number twice.
pub async fn increment(store: &dyn DocumentStore, id: &str, by: i64) -> StoreResult<i64> {
    for _ in 1..TRIES {
        match store.increment(id, by).await {
            Err(StoreError::Ambiguous(_)) => {}
            settled => return settled,
        }
    }
    store.increment(id, by).await
}

/// Once a write may have been applied, no later refusal says that it was not.
fn keep_doubt(doubt: &mut Option<StoreError>, error: StoreError) {
    if matches!(error, StoreError::Ambiguous(_)) {
        *doubt = Some(error);
    }
}
