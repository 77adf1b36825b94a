//! Which databases got new events, for whoever puts these into the audit log's chain.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tickit_domain::desk::Appending;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{
    Claim, DocumentStore, List, Page, Record, Selection, StoreHealth, StoreResult, Stores, Write, Written,
};
use tokio::sync::Notify;

/// So many databases are remembered; others are seen when they are looked through.
const MOST: usize = 10_000;

/// The databases with events that may not be in the chain: a guild's each, and with `None` the service's own.
#[derive(Debug, Default)]
pub struct NewEvents {
    places: Mutex<BTreeMap<Option<GuildId>, Appending>>,
    more: Notify,
}

impl NewEvents {
    /// Notes that there may be some.
    pub fn note(&self, guild: Option<GuildId>, how: Appending) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= MOST && !places.contains_key(&guild) {
            return;
        }
        let noted = places.entry(guild).or_insert(how);
        *noted = how.max(*noted);
        self.more.notify_one();
    }

    /// Waits until there are any.
    pub async fn wait(&self) {
        self.more.notified().await;
    }

    /// Takes all that were noted.
    pub fn take(&self) -> BTreeMap<Option<GuildId>, Appending> {
        std::mem::take(&mut self.places.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// All databases of one service, which note where events become records.
#[derive(Debug)]
pub struct NotingStores {
    inner: Arc<dyn Stores>,
    new: Arc<NewEvents>,
}

#[derive(Debug)]
struct NotingStore {
    inner: Arc<dyn DocumentStore>,
    guild: Option<GuildId>,
    new: Arc<NewEvents>,
}

impl NotingStores {
    /// In front of these.
    pub const fn new(inner: Arc<dyn Stores>, new: Arc<NewEvents>) -> Self {
        Self { inner, new }
    }

    fn noting(&self, inner: Arc<dyn DocumentStore>, guild: Option<GuildId>) -> Arc<dyn DocumentStore> {
        Arc::new(NotingStore { inner, guild, new: Arc::clone(&self.new) })
    }
}

#[async_trait]
impl Stores for NotingStores {
    fn core(&self) -> Arc<dyn DocumentStore> {
        self.noting(self.inner.core(), None)
    }

    async fn guild(&self, guild: GuildId) -> StoreResult<Arc<dyn DocumentStore>> {
        Ok(self.noting(self.inner.guild(guild).await?, Some(guild)))
    }

    async fn has_guild(&self, guild: GuildId) -> StoreResult<bool> {
        self.inner.has_guild(guild).await
    }

    fn is_exclusive(&self) -> bool {
        self.inner.is_exclusive()
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}

impl NotingStore {
    fn note(&self) {
        self.new.note(self.guild, Appending::New);
    }
}

fn is_event(record: &Record) -> bool {
    record.kind == "event"
}

#[async_trait]
impl DocumentStore for NotingStore {
    async fn get(&self, id: &str) -> StoreResult<Option<Record>> {
        self.inner.get(id).await
    }

    async fn get_many(&self, ids: &[String]) -> StoreResult<Vec<Record>> {
        self.inner.get_many(ids).await
    }

    async fn insert(&self, record: Record) -> StoreResult<Record> {
        let is_event = is_event(&record);
        let inserted = self.inner.insert(record).await;
        if is_event {
            self.note();
        }
        inserted
    }

    async fn replace(&self, record: Record, expected: u64) -> StoreResult<Record> {
        self.inner.replace(record, expected).await
    }

    async fn delete(&self, id: &str, expected: Option<u64>) -> StoreResult<bool> {
        self.inner.delete(id, expected).await
    }

    async fn write_all(&self, writes: Vec<Write>) -> Written {
        let has_event = writes.iter().any(|write| matches!(write, Write::Insert(record) if is_event(record)));
        let written = self.inner.write_all(writes).await;
        if has_event {
            self.note();
        }
        written
    }

    async fn increment(&self, id: &str, by: i64) -> StoreResult<i64> {
        self.inner.increment(id, by).await
    }

    async fn list(&self, list: &List) -> StoreResult<Page> {
        self.inner.list(list).await
    }

    async fn count(&self, selection: &Selection) -> StoreResult<u64> {
        self.inner.count(selection).await
    }

    async fn claim(&self, claim: &Claim) -> StoreResult<Vec<Record>> {
        self.inner.claim(claim).await
    }

    async fn health(&self) -> StoreResult<StoreHealth> {
        self.inner.health().await
    }

    async fn destroy(&self) -> StoreResult<()> {
        self.inner.destroy().await
    }
}
