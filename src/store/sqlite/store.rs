//! The port, on a file.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use rusqlite::Connection;
use tickit_domain::store::durability::Durability;
use tickit_domain::store::{
    Claim, DocumentStore, List, Page, Record, Selection, StoreError, StoreHealth, StoreResult, Write, Written,
};
use tokio::sync::Semaphore;

use super::failure::Failure;
use super::open_files::OpenFiles;
use super::{reads, rows, schema, writes};
use crate::store::{limits, pages};

/// One database. The file itself is open only while it is used.
#[derive(Debug)]
pub(super) struct SqliteStore {
    path: PathBuf,
    files: Arc<OpenFiles>,
    /// So many writes to files like this one are under way at once.
    turns: Arc<Semaphore>,
}

impl SqliteStore {
    pub(super) fn new(path: PathBuf, files: Arc<OpenFiles>, turns: Arc<Semaphore>) -> Self {
        Self { path, files, turns }
    }

    async fn write<T: Send + 'static>(
        &self,
        id: &str,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> StoreResult<T> {
        self.write_as(Durability::of(id), work).await
    }

    async fn write_as<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> StoreResult<T> {
        self.files.at(&self.path)?.write(&self.turns, durability, work).await
    }

    async fn read<T: Default + Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.files.at(&self.path)?.read(read).await
    }
}

#[async_trait]
impl DocumentStore for SqliteStore {
    async fn get(&self, id: &str) -> StoreResult<Option<Record>> {
        if !limits::is_id(id) {
            return Ok(None);
        }
        let id = id.to_owned();
        self.read(move |connection| rows::find(connection, &id)).await
    }

    async fn get_many(&self, ids: &[String]) -> StoreResult<Vec<Record>> {
        let ids: Vec<String> = ids.iter().filter(|id| limits::is_id(id)).cloned().collect();
        self.read(move |connection| reads::find_many(connection, &ids)).await
    }

    async fn insert(&self, record: Record) -> StoreResult<Record> {
        limits::check(&record)?;
        let id = record.id.clone();
        self.write(&id, move |connection| writes::insert(connection, record)).await
    }

    async fn replace(&self, record: Record, expected: u64) -> StoreResult<Record> {
        limits::check(&record)?;
        let durability = Durability::of_replaced(&record.id, &record.state, expected);
        self.write_as(durability, move |connection| writes::replace(connection, record, expected)).await
    }

    async fn delete(&self, id: &str, expected: Option<u64>) -> StoreResult<bool> {
        if !limits::is_id(id) {
            return Ok(false);
        }
        let key = id.to_owned();
        self.write_as(Durability::of_deleted(id), move |connection| writes::delete(connection, &key, expected)).await
    }

    async fn write_all(&self, writes: Vec<Write>) -> Written {
        if let Err(error) = limits::check_batch(&writes) {
            return Written::nothing(error);
        }
        let is_promised = writes.iter().any(|write| write.durability() == Durability::Now);
        let durability = if is_promised { Durability::Now } else { Durability::Soon };
        let done = self.write_as(durability, move |connection| writes::write_all(connection, writes)).await;
        done.unwrap_or_else(Written::nothing)
    }

    async fn increment(&self, id: &str, by: i64) -> StoreResult<i64> {
        limits::check_id(id)?;
        let key = id.to_owned();
        self.write(id, move |connection| writes::increment(connection, &key, by)).await
    }

    async fn list(&self, list: &List) -> StoreResult<Page> {
        pages::check(list)?;
        let (limit, list) = (list.limit, list.clone());
        let (records, steps) = self.read(move |connection| reads::list(connection, &list)).await?;
        self.files.note_steps(steps);
        Ok(pages::page(records, limit))
    }

    async fn count(&self, selection: &Selection) -> StoreResult<u64> {
        limits::check_selection(selection)?;
        let selection = selection.clone();
        self.read(move |connection| reads::count(connection, &selection)).await
    }

    async fn claim(&self, claim: &Claim) -> StoreResult<Vec<Record>> {
        let claim = limits::check_claim(claim)?;
        // A claim that is lost with the machine is lost with the claimant.
        self.write_as(Durability::Soon, move |connection| writes::claim(connection, &claim)).await
    }

    async fn health(&self) -> StoreResult<StoreHealth> {
        let file = self.files.at(&self.path)?;
        let began = Instant::now();
        file.write(&self.turns, Durability::Now, |connection| Ok(schema::touch(connection)?)).await?;
        let latency = began.elapsed();
        if let Some(text) = file.trouble().corruption() {
            return Err(StoreError::Corrupt(text));
        }
        let (engine, broken) = (format!("SQLite {}", rusqlite::version()), self.files.broken());
        Ok(StoreHealth { engine, latency, broken })
    }

    async fn destroy(&self) -> StoreResult<()> {
        self.files.at(&self.path)?.destroy().await
    }
}
