//! The embedded engine: SQLite, with a file for the service and one for each guild.
//!
//! `core.db` and `guilds/<xx>/<guild>.db` in one directory, where `xx` spreads the guilds over 256 directories. Each
//! file has one writer, which commits in groups, and one reader.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore, StoreResult, Stores};
use tokio::sync::Semaphore;

use self::lock::DirectoryLock;
use self::open_files::OpenFiles;
use self::store::SqliteStore;
use super::OpenError;
use super::directory::Directory;

mod failure;
mod file;
mod lock;
mod open_files;
mod reader;
mod reads;
mod rows;
mod schema;
mod store;
mod trouble;
mod walk;
mod writer;
mod writes;

/// How many guilds' files are written to at once, for each core of the machine. Each has a thread of its own, and all of
/// them at once would keep the service's own file, which every answer waits for, from the processor.
const GUILD_WRITES_A_CORE: usize = 2;

/// How many are on any machine: some of them wait for the disk.
const FEWEST_GUILD_WRITES: usize = 4;

/// What the engine allows itself.
#[derive(Debug, Clone)]
pub struct SqliteLimits {
    /// How long anything may take before its caller is told that it is unavailable, or that its outcome is unknown.
    pub deadline: Duration,
    /// So many files are open at once: three descriptors and two threads each.
    pub open_files: usize,
    /// The largest a file may grow, in pages of 4 KiB; `None` for as far as the disk goes.
    pub largest_file_pages: Option<u32>,
}

impl Default for SqliteLimits {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(2), open_files: 128, largest_file_pages: None }
    }
}

/// The files of one service. One process at a time has them.
#[derive(Debug)]
pub struct SqliteStores {
    root: PathBuf,
    files: Arc<OpenFiles>,
    core: Arc<SqliteStore>,
    guild_turns: Arc<Semaphore>,
    directory: Directory,
}

impl SqliteStores {
    /// Opens a data directory, made where there is none.
    pub async fn open(directory: &Path) -> Result<Self, OpenError> {
        Self::open_within(directory, SqliteLimits::default()).await
    }

    /// Opens a data directory with limits of one's own.
    pub async fn open_within(directory: &Path, limits: SqliteLimits) -> Result<Self, OpenError> {
        let files = Arc::new(OpenFiles::new(DirectoryLock::take(directory)?, limits));
        let unlimited = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        let core = Arc::new(SqliteStore::new(directory.join("core.db"), Arc::clone(&files), unlimited));
        // A directory that cannot be written is told now, not at the first ticket.
        if let Err(error) = core.health().await {
            let closing = Arc::clone(&files);
            let _ = tokio::task::spawn_blocking(move || closing.close()).await;
            return Err(error.into());
        }
        let directory_records = Directory::new(core.clone(), "sqlite");
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let guild_turns = Arc::new(Semaphore::new((cores * GUILD_WRITES_A_CORE).max(FEWEST_GUILD_WRITES)));
        Ok(Self { root: directory.to_owned(), files, core, guild_turns, directory: directory_records })
    }

    /// How many steps of SQLite's machine lists have taken so far: what they cost, whatever the machine.
    pub fn steps_of_lists(&self) -> u64 {
        self.files.steps_of_lists()
    }

    /// How many files are open now.
    pub fn open_files(&self) -> usize {
        self.files.count()
    }
}

#[async_trait]
impl Stores for SqliteStores {
    fn core(&self) -> Arc<dyn DocumentStore> {
        self.core.clone()
    }

    async fn guild(&self, guild: GuildId) -> StoreResult<Arc<dyn DocumentStore>> {
        // Bits of a snowflake's milliseconds: even over many guilds.
        let spread = (guild.get() >> 22) & 0xff;
        let name = format!("guilds/{spread:02x}/{guild}.db");
        self.directory.enter(guild, &name).await?;
        Ok(Arc::new(SqliteStore::new(self.root.join(name), Arc::clone(&self.files), Arc::clone(&self.guild_turns))))
    }

    async fn has_guild(&self, guild: GuildId) -> StoreResult<bool> {
        self.directory.lists(guild).await
    }

    fn is_exclusive(&self) -> bool {
        true
    }

    async fn close(&self) {
        let files = Arc::clone(&self.files);
        // The threads are waited for; a disk that hangs keeps a thread of the runtime, not the service.
        let closing = tokio::task::spawn_blocking(move || files.close());
        let _ = tokio::time::timeout(Duration::from_secs(10), closing).await;
    }
}
