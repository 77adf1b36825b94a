//! Brings what databases hold already to what is set: sealed with the key that seals now, or readable.

use tickit_domain::store::document::WriteTokens;
use tickit_domain::store::guilds::Guilds;
use tickit_domain::store::{List, Order, Record, Selection, StoreError, StoreResult, Write};

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

impl SealedStores {
    /// Looks through all databases, and tells how far it is after each page. It may end anywhere and be done again, and others
    /// may work meanwhile: a record is replaced at the revision that was read only, and who changed it since has sealed it.
    pub async fn convert(&self, tokens: &WriteTokens, mut tell: impl FnMut(&Progress) + Send) -> StoreResult<Progress> {
        let mut progress = Progress::default();
        self.sealed(self.inner.core(), None).convert(tokens, &mut progress, &mut tell).await?;
        let mut next = None;
        loop {
            let page = Guilds::new(self.inner.core()).page(next).await?;
            for guild in page.guilds {
                let converting = async {
                    let store = self.sealed(self.inner.guild(guild).await?, Some(guild));
                    store.convert(tokens, &mut progress, &mut tell).await
                };
                if let Err(error) = converting.await {
                    tracing::warn!(%guild, %error, "a guild's database was not looked through to the end");
                    progress.failed += 1;
                }
            }
            next = page.next;
            if next.is_none() {
                return Ok(progress);
            }
        }
    }
}

impl SealedStore {
    async fn convert(
        &self,
        tokens: &WriteTokens,
        progress: &mut Progress,
        tell: &mut (impl FnMut(&Progress) + Send),
    ) -> StoreResult<()> {
        progress.databases += 1;
        let selection = Selection::Prefix(String::new());
        let mut list = List { selection, order: Order::Ascending, limit: PAGE, after: None };
        loop {
            let page = self.inner.list(&list).await?;
            progress.records += page.records.len() as u64;
            let writes = page.records.into_iter().filter_map(|record| self.anew(record, tokens, progress)).collect();
            progress.written += self.replace_all(writes).await?;
            tell(progress);
            match page.next {
                None => return Ok(()),
                after => list.after = after,
            }
        }
    }

    /// The write that brings a record to what is set; `None` where it is that, or cannot be opened.
    fn anew(&self, record: Record, tokens: &WriteTokens, progress: &mut Progress) -> Option<Write> {
        let (id, expected) = (record.id.clone(), record.rev);
        if !self.sealer.is_outdated(&record) {
            return None;
        }
        let opened = self.sealer.open(record).map_err(|error| StoreError::Corrupt(error.to_string()));
        let sealed = opened.and_then(|record| self.sealer.seal(Record { write: tokens.token(), ..record }));
        match sealed {
            Ok(record) => Some(Write::Replace { record, expected }),
            Err(error) => {
                tracing::warn!(id, %error, "a record stays as it is");
                progress.unreadable += 1;
                None
            }
        }
    }

    /// Has the writes made, but for those whose record somebody else changed meanwhile; how many were.
    async fn replace_all(&self, mut left: Vec<Write>) -> StoreResult<u64> {
        let mut written = 0;
        while !left.is_empty() {
            let outcome = self.inner.write_all(left.clone()).await;
            written += outcome.revs.len() as u64;
            match outcome.refused {
                None => break,
                Some(StoreError::Conflict | StoreError::NotFound) => drop(left.drain(..=outcome.revs.len())),
                Some(error) => return Err(error),
            }
        }
        Ok(written)
    }
}
