//! A store in memory that fails as it is told to: what tests run on where the subject is what others do about failures.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{
    Claim, DocumentStore, List, Page, Record, Selection, StoreHealth, StoreResult, Stores, Write, Written,
};

use self::faults::Trouble;
pub use self::faults::{Fault, Faults};
use self::records::Records;
use super::directory::Directory;
use super::{limits, pages};

mod faults;
mod records;

/// The databases of one service, gone with it.
#[derive(Debug)]
pub struct MemoryStores {
    core: Arc<MemoryStore>,
    guilds: Mutex<HashMap<GuildId, Arc<MemoryStore>>>,
    directory: Directory,
}

impl Default for MemoryStores {
    fn default() -> Self {
        let core = Arc::new(MemoryStore::default());
        Self { directory: Directory::new(core.clone(), "memory"), core, guilds: Mutex::default() }
    }
}

impl MemoryStores {
    /// The service's own database, to have it fail.
    pub fn memory_core(&self) -> Arc<MemoryStore> {
        Arc::clone(&self.core)
    }

    /// A guild's database, to have it fail.
    pub fn memory_guild(&self, guild: GuildId) -> Arc<MemoryStore> {
        Arc::clone(self.guilds.lock().unwrap_or_else(PoisonError::into_inner).entry(guild).or_default())
    }
}

#[async_trait]
impl Stores for MemoryStores {
    fn core(&self) -> Arc<dyn DocumentStore> {
        self.core.clone()
    }

    async fn guild(&self, guild: GuildId) -> StoreResult<Arc<dyn DocumentStore>> {
        self.directory.enter(guild, &guild.to_string()).await?;
        Ok(self.memory_guild(guild))
    }

    async fn has_guild(&self, guild: GuildId) -> StoreResult<bool> {
        self.directory.lists(guild).await
    }

    fn is_exclusive(&self) -> bool {
        false
    }

    async fn close(&self) {}
}

/// One database in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    records: Mutex<Records>,
    trouble: Mutex<Trouble>,
}

impl MemoryStore {
    /// Fails so from now on. Calls are counted from here.
    pub fn set_faults(&self, faults: Faults) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Trouble::new(faults);
    }

    /// How many calls there were since the faults were set.
    pub fn calls(&self) -> u64 {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).calls()
    }

    /// All records, whatever the faults.
    pub fn contents(&self) -> BTreeMap<String, Record> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).all()
    }

    /// The records whose ids begin so, whatever the faults.
    pub fn beginning_with(&self, prefix: &str) -> Vec<Record> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).beginning_with(prefix)
    }

    async fn write<T>(&self, work: impl FnOnce(&mut Records) -> StoreResult<T> + Send) -> StoreResult<T> {
        let fault = self.next_fault().await;
        if let Some(error) = fault.and_then(Fault::before_a_write) {
            return Err(error);
        }
        let outcome = work(&mut self.records.lock().unwrap_or_else(PoisonError::into_inner));
        fault.and_then(Fault::after_a_write).map_or(outcome, Err)
    }

    async fn read<T>(&self, read: impl FnOnce(&Records) -> T + Send) -> StoreResult<T> {
        match self.next_fault().await {
            Some(_) => Err(Fault::refusal()),
            None => Ok(read(&self.records.lock().unwrap_or_else(PoisonError::into_inner))),
        }
    }

    async fn next_fault(&self) -> Option<Fault> {
        let (delay, fault) = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).next();
        if delay > Duration::ZERO {
            tokio::time::sleep(delay).await;
        }
        fault
    }
}

#[async_trait]
impl DocumentStore for MemoryStore {
    async fn get(&self, id: &str) -> StoreResult<Option<Record>> {
        self.read(|records| records.get(id)).await
    }

    async fn get_many(&self, ids: &[String]) -> StoreResult<Vec<Record>> {
        self.read(|records| ids.iter().filter_map(|id| records.get(id)).collect()).await
    }

    async fn insert(&self, record: Record) -> StoreResult<Record> {
        limits::check(&record)?;
        self.write(|records| records.insert(record)).await
    }

    async fn replace(&self, record: Record, expected: u64) -> StoreResult<Record> {
        limits::check(&record)?;
        self.write(|records| records.replace(record, expected)).await
    }

    async fn delete(&self, id: &str, expected: Option<u64>) -> StoreResult<bool> {
        self.write(|records| records.delete(id, expected)).await
    }

    async fn write_all(&self, mut writes: Vec<Write>) -> Written {
        if let Err(error) = limits::check_batch(&writes) {
            return Written::nothing(error);
        }
        let fault = self.next_fault().await;
        if let Some(error) = fault.and_then(Fault::before_a_write) {
            return Written::nothing(error);
        }
        let lost = fault.and_then(Fault::after_a_write);
        if lost.is_some() {
            // As where the connection breaks amid them.
            let applied = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).any_up_to(writes.len());
            writes.truncate(applied);
        }
        let written = self.records.lock().unwrap_or_else(PoisonError::into_inner).write_all(writes);
        lost.map_or(written, Written::nothing)
    }

    async fn increment(&self, id: &str, by: i64) -> StoreResult<i64> {
        limits::check_id(id)?;
        self.write(|records| records.increment(id, by)).await
    }

    async fn list(&self, list: &List) -> StoreResult<Page> {
        pages::check(list)?;
        let records = self.read(|records| records.list(list)).await?;
        Ok(pages::page(records, list.limit))
    }

    async fn count(&self, selection: &Selection) -> StoreResult<u64> {
        limits::check_selection(selection)?;
        self.read(|records| records.count(selection)).await
    }

    async fn claim(&self, claim: &Claim) -> StoreResult<Vec<Record>> {
        let claim = limits::check_claim(claim)?;
        self.write(|records| Ok(records.claim(&claim))).await
    }

    async fn health(&self) -> StoreResult<StoreHealth> {
        self.read(|_| StoreHealth { engine: "memory".into(), latency: Duration::ZERO, broken: Vec::new() }).await
    }

    async fn destroy(&self) -> StoreResult<()> {
        self.write(|records| {
            *records = Records::default();
            Ok(())
        })
        .await
    }
}
