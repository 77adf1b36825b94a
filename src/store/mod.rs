//! The storage engines behind the domain's port, and the choice between them.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tickit_domain::store::{StoreError, Stores};

mod directory;
mod limits;
pub mod memory;
pub mod mongo;
mod new_events;
mod pages;
pub mod sealed;
pub mod sqlite;
mod weight;

pub use memory::MemoryStores;
pub use mongo::MongoStores;
pub use new_events::{NewEvents, NotingStores};
pub use sealed::SealedStores;
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
    /// A MongoDB cluster or standalone, 4.4 or later.
    Mongo {
        /// Its connection string, with the password that it may hold.
        uri: SecretString,
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
    /// The driver does not take the connection string.
    #[error("the connection string of MongoDB cannot be used: {0}")]
    Uri(String),
    /// The prefix cannot begin a database's name.
    #[error("{prefix:?} cannot begin the names of databases: 1 to {longest} letters, digits, - and _ can")]
    Prefix {
        /// What was given.
        prefix: String,
        /// The most bytes it may have.
        longest: usize,
    },
    /// The core database cannot be used.
    #[error("the core database cannot be used")]
    Core(#[from] StoreError),
}

/// Opens the stores that the settings name.
pub async fn open(settings: StoreSettings) -> Result<Arc<dyn Stores>, OpenError> {
    match settings.engine {
        Engine::Sqlite { directory } => Ok(Arc::new(SqliteStores::open(&directory).await?)),
        Engine::Mongo { uri } => Ok(Arc::new(MongoStores::open(&uri, &settings.prefix).await?)),
    }
}
