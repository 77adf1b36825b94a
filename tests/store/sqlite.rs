//! SQLite: the contract, and what befalls files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tickit::store::SqliteStores;
use tickit_domain::store::Stores;

use super::Fixture;

/// A directory of its own, removed at the end.
pub(super) struct Directory(PathBuf);

impl Directory {
    pub(super) fn new() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("tickit-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Sqlite {
    stores: Arc<SqliteStores>,
    directory: Directory,
}

impl Fixture for Sqlite {
    async fn open() -> Option<Self> {
        let directory = Directory::new();
        Some(Self { stores: Arc::new(SqliteStores::open(directory.path()).await.unwrap()), directory })
    }

    fn stores(&self) -> Arc<dyn Stores> {
        self.stores.clone()
    }

    async fn end(self) {
        self.stores.close().await;
        drop(self.directory);
    }
}

contract_on!(Sqlite);
