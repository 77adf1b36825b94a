//! The storage engines behind the domain's port, and the choice between them.

use std::path::PathBuf;
use std::sync::Arc;

use tickit_domain::store::{StoreError, Stores};

mod directory;
mod limits;
pub mod memory;
mod pages;
pub mod sqlite;

pub use memory::MemoryStores;
pub use sqlite::SqliteStores;

/// Where the service keeps what it knows.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// The engine and where it is.
    pub engine: Engine,
    /// How the names of MongoDB's databases begin: the core database's whole name, such as `tickit`.
    pub prefix: String,
}

/// A storage engine.
#[derive(Debug, Clone)]
pub enum Engine {
    /// Files in a directory of their own, made where there is none.
    Sqlite {
        /// The directory.
        directory: PathBuf,
    },
}

/// Why the stores cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process works on the same files.
    #[error("{directory} is in use by process {pid}: each data directory serves one process")]
    InUse {
        /// The data directory.
        directory: PathBuf,
        /// The other process' id, as it wrote it down.
        pid: String,
    },
    /// The directory cannot be made, read or written.
    #[error("the data directory {directory} cannot be used")]
    Directory {
        /// The data directory.
        directory: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The core database cannot be used.
    #[error("the core database cannot be used")]
    Core(#[from] StoreError),
}

/// Opens the stores that the settings name.
pub async fn open(settings: StoreSettings) -> Result<Arc<dyn Stores>, OpenError> {
    match settings.engine {
        Engine::Sqlite { directory } => Ok(Arc::new(SqliteStores::open(&directory).await?)),
    }
}
