//! One database whose records are sealed on their way in and opened on their way out.

use std::sync::Arc;

use async_trait::async_trait;
use tickit_domain::store::{
    Claim, DocumentStore, List, Page, Record, Selection, StoreError, StoreHealth, StoreResult, Write, Written,
};

use super::sealer::Sealer;

/// A database as the repositories see it, on the one that an engine keeps.
#[derive(Debug)]
pub(super) struct SealedStore {
    pub(super) inner: Arc<dyn DocumentStore>,
    pub(super) sealer: Sealer,
}

impl SealedStore {
    fn seal_write(&self, write: Write) -> StoreResult<Write> {
        Ok(match write {
            Write::Insert(record) => Write::Insert(self.sealer.seal(record)?),
            Write::Replace { record, expected } => Write::Replace { record: self.sealer.seal(record)?, expected },
            delete @ Write::Delete { .. } => delete,
        })
    }

    fn open_all(&self, records: Vec<Record>) -> Vec<Record> {
        records.into_iter().map(|record| self.sealer.open_or_leave(record)).collect()
    }
}

#[async_trait]
impl DocumentStore for SealedStore {
    async fn get(&self, id: &str) -> StoreResult<Option<Record>> {
        let Some(record) = self.inner.get(id).await? else { return Ok(None) };
        self.sealer.open(record).map(Some).map_err(|error| StoreError::Corrupt(format!("{id}: {error}")))
    }

    async fn get_many(&self, ids: &[String]) -> StoreResult<Vec<Record>> {
        Ok(self.open_all(self.inner.get_many(ids).await?))
    }

    async fn insert(&self, record: Record) -> StoreResult<Record> {
        let body = record.body.clone();
        let stored = self.inner.insert(self.sealer.seal(record)?).await?;
        Ok(Record { body, ..stored })
    }

    async fn replace(&self, record: Record, expected: u64) -> StoreResult<Record> {
        let body = record.body.clone();
        let stored = self.inner.replace(self.sealer.seal(record)?, expected).await?;
        Ok(Record { body, ..stored })
    }

    async fn delete(&self, id: &str, expected: Option<u64>) -> StoreResult<bool> {
        self.inner.delete(id, expected).await
    }

    async fn write_all(&self, writes: Vec<Write>) -> Written {
        match writes.into_iter().map(|write| self.seal_write(write)).collect() {
            Ok(sealed) => self.inner.write_all(sealed).await,
            Err(error) => Written::nothing(error),
        }
    }

    async fn increment(&self, id: &str, by: i64) -> StoreResult<i64> {
        self.inner.increment(id, by).await
    }

    async fn list(&self, list: &List) -> StoreResult<Page> {
        let List { order, limit, after, .. } = list.clone();
        let list = List { selection: self.sealer.seal_selection(&list.selection), order, limit, after };
        let Page { records, next } = self.inner.list(&list).await?;
        Ok(Page { records: self.open_all(records), next })
    }

    async fn count(&self, selection: &Selection) -> StoreResult<u64> {
        self.inner.count(&self.sealer.seal_selection(selection)).await
    }

    async fn claim(&self, claim: &Claim) -> StoreResult<Vec<Record>> {
        Ok(self.open_all(self.inner.claim(claim).await?))
    }

    async fn health(&self) -> StoreResult<StoreHealth> {
        self.inner.health().await
    }

    async fn destroy(&self) -> StoreResult<()> {
        self.inner.destroy().await
    }
}
