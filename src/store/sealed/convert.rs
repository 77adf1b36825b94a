//! Brings what databases hold already to what is set: sealed with the key that seals now, or readable.

use std::time::Duration;

use tickit_domain::store::document::WriteTokens;
use tickit_domain::store::guilds::Guilds;
use tickit_domain::store::{List, Order, Record, Selection, StoreError, StoreResult, Write, is_outdated, renewed};

use super::SealedStores;
use super::store::SealedStore;

/// So many records are read and written at once: of the largest, parts of files, some twenty megabytes.
const PAGE: usize = 50;

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many databases were looked through.
    pub databases: u64,
    /// How many of these could not be looked through to the end.
    pub failed: u64,
    /// How many records were looked at.
    pub records: u64,
    /// How many of these were written anew.
    pub written: u64,
    /// How many cannot be opened with the keys that there are.
    pub unreadable: u64,
}

/// One way through all databases.
struct Conversion<'a, T> {
    tokens: &'a WriteTokens,
    pause: Duration,
    tell: T,
    progress: Progress,
}

impl SealedStores {
    /// Looks through all databases; tells how far it is, and pauses, after each page. It may end anywhere and be done again,
    /// and others may work meanwhile: a record is replaced at the revision that was read only, and who changed it since
    /// has sealed it.
    pub async fn convert(
        &self,
        tokens: &WriteTokens,
        pause: Duration,
        tell: impl FnMut(&Progress) + Send,
    ) -> StoreResult<Progress> {
        let mut conversion = Conversion { tokens, pause, tell, progress: Progress::default() };
        conversion.convert(&self.sealed(self.inner.core(), None)).await?;
        let mut next = None;
        loop {
            let page = Guilds::new(self.inner.core()).page(next).await?;
            for guild in page.guilds {
                let converted = match self.inner.guild(guild).await {
                    Ok(store) => conversion.convert(&self.sealed(store, Some(guild))).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = converted {
                    tracing::warn!(%guild, %error, "a guild's database was not looked through to the end");
                    conversion.progress.failed += 1;
                }
            }
            next = page.next;
            if next.is_none() {
                return Ok(conversion.progress);
            }
        }
    }
}

impl<T: FnMut(&Progress) + Send> Conversion<'_, T> {
    async fn convert(&mut self, store: &SealedStore) -> StoreResult<()> {
        self.progress.databases += 1;
        let selection = Selection::Prefix(String::new());
        let mut list = List { selection, order: Order::Ascending, limit: PAGE, after: None };
        loop {
            let page = store.inner.list(&list).await?;
            self.progress.records += page.records.len() as u64;
            let writes = page.records.into_iter().filter_map(|record| self.anew(store, record)).collect();
            self.progress.written += replace_all(store, writes).await?;
            (self.tell)(&self.progress);
            match page.next {
                None => return Ok(()),
                after => list.after = after,
            }
            tokio::time::sleep(self.pause).await;
        }
    }

    /// The write that brings a record to what is set; `None` where it is that, or cannot be opened.
    fn anew(&mut self, store: &SealedStore, record: Record) -> Option<Write> {
        let (id, expected) = (record.id.clone(), record.rev);
        let is_sealed_otherwise = store.sealer.is_outdated(&record);
        if !is_sealed_otherwise && !is_outdated(&record) {
            return None;
        }
        let opened = store.sealer.open(record).map_err(|error| StoreError::Corrupt(error.to_string()));
        let sealed = opened.and_then(|record| {
            // Facets are made anew from what was opened: those of a sealed record are hashes by the key that sealed it.
            let anew = renewed(record.clone()).ok().or_else(|| is_sealed_otherwise.then_some(record));
            let record = anew.map(|record| store.sealer.seal(Record { write: self.tokens.token(), ..record }));
            record.transpose()
        });
        match sealed {
            Ok(record) => record.map(|record| Write::Replace { record, expected }),
            Err(error) => {
                tracing::warn!(id, %error, "a record stays as it is");
                self.progress.unreadable += 1;
                None
            }
        }
    }
}

/// Has the writes made, but for those whose record somebody else changed meanwhile; how many were.
async fn replace_all(store: &SealedStore, mut left: Vec<Write>) -> StoreResult<u64> {
    let mut written = 0;
    while !left.is_empty() {
        let outcome = store.inner.write_all(left.clone()).await;
        written += outcome.revs.len() as u64;
        match outcome.refused {
            None => break,
            Some(StoreError::Conflict | StoreError::NotFound) => drop(left.drain(..=outcome.revs.len())),
            Some(error) => return Err(error),
        }
    }
    Ok(written)
}
