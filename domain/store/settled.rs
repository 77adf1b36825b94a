//! Writes whose outcome is settled by reading: what a caller that wants one clear answer uses.
//!
//! An engine says [`StoreError::Ambiguous`] where a write may have been applied though no answer came. Each record
//! carries the token of its last write, so reading it tells. Doing the same write again is safe: the unique id or the
//! expected revision lets it in once only.

use super::{DocumentStore, Record, StoreError, StoreResult, Write, Written};

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

/// Applies writes in their order, up to the first that is refused. Where an answer is lost, or where a conflict may be
/// with ourselves, that write and all after it are settled one by one.
pub async fn write_all(store: &dyn DocumentStore, writes: Vec<Write>) -> Written {
    let mut written = store.write_all(writes.clone()).await;
    let doubt = match written.refused.take() {
        Some(error @ StoreError::Ambiguous(_)) => Some(error),
        Some(StoreError::Conflict | StoreError::NotFound) => None,
        other => return Written { refused: other, ..written },
    };
    let done = written.revs.len();
    for write in writes.into_iter().skip(done) {
        let settled = match write {
            Write::Insert(record) => insert(store, record).await.map(|stored| stored.rev),
            Write::Replace { record, expected } => replace(store, record, expected).await.map(|stored| stored.rev),
            Write::Delete { id, expected } => delete(store, &id, expected).await.map(|_| 0),
        };
        match settled {
            Ok(rev) => written.revs.push(rev),
            Err(error) => {
                let not_applied = matches!(error, StoreError::Unavailable(_));
                written.refused = doubt.filter(|_| not_applied).or(Some(error));
                break;
            }
        }
    }
    written
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
