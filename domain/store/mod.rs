//! The storage port: one thin document store that every engine implements, and repositories written once on top of it.
//!
//! A method belongs here only if it is atomic on one document of a standalone MongoDB. Nothing may depend on
//! transactions, change streams, retryable writes or server-side expiry.

pub mod access_refusals;
pub mod api_keys;
pub mod attachments;
pub mod audit_chain;
mod batch;
pub mod blacklist;
mod bot_document;
pub mod bots;
pub mod claims;
mod counter;
mod decoded;
pub mod deliveries;
mod differences;
pub mod document;
pub mod drafts;
pub mod durability;
pub mod earlier_events;
pub mod erasure_requests;
pub mod erasures;
pub mod errors;
pub mod event_pages;
pub mod events;
mod facets;
mod forgetting;
pub mod guilds;
pub mod job_pages;
pub mod jobs;
pub mod kept_answers;
mod list;
pub mod login_links;
pub mod messages;
pub mod notes;
pub mod notifications;
pub mod numbers;
pub mod over_tickets;
pub mod panels;
pub mod quotes;
pub mod recent_settings;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod settled;
pub mod sign_in_application;
pub mod sign_ins;
pub mod slots;
pub mod tags;
pub mod ticket_contents;
pub mod ticket_figures;
pub mod ticket_pages;
pub mod tickets;
pub mod transcripts;
pub mod untold_events;
mod upgrade;
pub mod views;
pub mod webhook_queues;
pub mod webhooks;
mod write_tokens;

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

pub use self::batch::{Write, Written};
pub use self::facets::{Facets, LONGEST_FACET, MOST_FACETS, WORD};
pub use self::list::{Cursor, Filter, List, Order, Page, Selection};
pub use self::upgrade::{FACETED_KINDS, is_outdated, renewed, upgraded};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::ids::GuildId;
use crate::json_text::JsonText;

/// One stored document.
///
/// `id` carries its kind as a prefix (`ticket:00000042`). `kind`, `state`, `owner`, `at` and `facets` are what lists and
/// claims select by; everything else is in `body`, a JSON object whose keys are identifiers (letters, digits and `_`, never
/// user-made) and whose values may hold any text, booleans, floats and whole numbers of 64 bits with a sign.
///
/// What can be stored is the same in every engine, and anything else is [`StoreError::Invalid`]: an id has 1 to 512
/// bytes and no NUL; kind, state, owner and write token are at most 512 bytes and have no NUL; there are at most
/// [`MOST_FACETS`] facets, each of 1 to [`LONGEST_FACET`] bytes without NUL; the body nests at most 64 deep.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Unique in its store.
    pub id: String,
    /// What it is: `ticket`, `job`, `slot`, …
    pub kind: String,
    /// Where it is in its life; empty where its kind has no states.
    pub state: String,
    /// Whose it is (a member, a worker, a ticket); empty where nobody's.
    pub owner: String,
    /// The moment that orders it among its kind: opened at, due at, leased until.
    pub at: Timestamp,
    /// One more at each replacement, and one more at insertion than its writer says: there each writer counts from a number
    /// of its own, so that a record goes by other revisions than an earlier one of its id did. Set by the store.
    pub rev: u64,
    /// The token of the write that made this revision, chosen by the writer: how an ambiguous write is settled.
    pub write: String,
    /// The version of the body's shape.
    pub schema: u16,
    /// What lists select it by besides (`type:3`, `label:refund`): indexed, in order and each once. [`Facets`] makes them.
    pub facets: Vec<String>,
    /// The document itself.
    pub body: JsonText,
}

/// Why a store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The id exists already, or the revision is not the expected one.
    #[error("the record was changed or made by somebody else")]
    Conflict,
    /// There is no record of this id to replace.
    #[error("there is no such record")]
    NotFound,
    /// Not applied: the store is away, busy or out of space. Worth trying again later.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// May or may not have been applied: the answer never came. Settle by reading the record's `write` token.
    #[error("the write's outcome is unknown: {0}")]
    Ambiguous(String),
    /// The store's credentials do not allow this.
    #[error("the store denied access: {0}")]
    Denied(String),
    /// The record's body is over 15 MiB as BSON. MongoDB's limit is 16 MiB a document, and it is the same everywhere.
    #[error("the record is too large")]
    TooLarge,
    /// What was asked for cannot be stored: an empty id, a NUL or user-made key.
    #[error("the record cannot be stored: {0}")]
    Invalid(String),
    /// What is stored cannot be read.
    #[error("the store is corrupt: {0}")]
    Corrupt(String),
    /// What is stored is sound, and of a version that this one does not know. It is left as it is.
    #[error("{id} was written by a newer Tickit (version {version})")]
    Newer {
        /// The record.
        id: String,
        /// The version of its body's shape.
        version: u16,
    },
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Failed(anyhow::Error::new(error))
    }
}

/// The result of a store's method.
pub type StoreResult<T> = Result<T, StoreError>;

/// Taking records that are due, each by one taker only.
///
/// Of `kind`, in one of `states`, with `at` not after `now`, oldest first: each gets `state`, `owner` and `at`
/// as given here and one revision more. Its `write` token stays, so that a writer whose record is taken at once can
/// still see that its write arrived. `until` has to be after `now`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The kind.
    pub kind: String,
    /// The states that may be taken.
    pub states: Vec<String>,
    /// Due until now.
    pub now: Timestamp,
    /// The state of what was taken.
    pub state: String,
    /// Who takes.
    pub owner: String,
    /// Until when it is theirs; due again after that.
    pub until: Timestamp,
    /// At most so many.
    pub limit: usize,
}

/// How a store feels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreHealth {
    /// The engine and its version, such as `SQLite 3.50.4`.
    pub engine: String,
    /// How long a round trip took.
    pub latency: Duration,
    /// What else of the engine's was found broken of late, or could not be written, such as a guild's file, and how.
    pub broken: Vec<String>,
}

/// One database: a guild's, or the service's own.
///
/// What was acknowledged is safe as its [`Durability`](durability::Durability) says.
/// Every method is bounded in time by its engine and atomic on each document; none may be cut short by dropping its
/// future (an engine finishes what it began).
#[async_trait]
pub trait DocumentStore: Send + Sync + Debug {
    /// The record of this id; an id that cannot be stored has none.
    async fn get(&self, id: &str) -> StoreResult<Option<Record>>;
    /// Those of these records that exist, in no promised order.
    async fn get_many(&self, ids: &[String]) -> StoreResult<Vec<Record>>;
    /// Stores a new record with revision 1; `Conflict` where its id exists.
    async fn insert(&self, record: Record) -> StoreResult<Record>;
    /// Stores a record over revision `expected` of the same id; `Conflict` where another is there, `NotFound` where none is.
    async fn replace(&self, record: Record, expected: u64) -> StoreResult<Record>;
    /// Deletes a record; whether there was one. Where `expected` names a revision and another is there: `Conflict`.
    async fn delete(&self, id: &str, expected: Option<u64>) -> StoreResult<bool>;
    /// Applies writes in their order, each atomic by itself, up to the first that is refused. Where an answer is lost or
    /// the process ends, those up to any place are applied. `Invalid` where two are about one record, or where there are
    /// more than 1,000.
    async fn write_all(&self, writes: Vec<Write>) -> Written;
    /// Adds to a counter that begins at zero, and says what it is now. The counter is a record of kind `sequence`
    /// with its count in `body.value`; `Conflict` where a record of another kind has its id.
    async fn increment(&self, id: &str, by: i64) -> StoreResult<i64>;
    /// A page of records.
    async fn list(&self, list: &List) -> StoreResult<Page>;
    /// How many records there are.
    async fn count(&self, selection: &Selection) -> StoreResult<u64>;
    /// Takes records that are due.
    async fn claim(&self, claim: &Claim) -> StoreResult<Vec<Record>>;
    /// A round trip that also shows that writes can be made.
    async fn health(&self) -> StoreResult<StoreHealth>;
    /// Removes the whole database. It is empty if it is used again.
    async fn destroy(&self) -> StoreResult<()>;
}

/// All databases of one service.
#[async_trait]
pub trait Stores: Send + Sync + Debug {
    /// What is not a guild's: bots, directory, sessions, jobs.
    fn core(&self) -> Arc<dyn DocumentStore>;
    /// A guild's own database, made on first use.
    async fn guild(&self, guild: GuildId) -> StoreResult<Arc<dyn DocumentStore>>;
    /// Whether a guild has a database. Makes and opens none. That it has none may be remembered for some seconds where
    /// another process makes it.
    async fn has_guild(&self, guild: GuildId) -> StoreResult<bool>;
    /// Whether no other process can have these databases while this one does.
    fn is_exclusive(&self) -> bool;
    /// Finishes what is under way and closes every file and connection.
    async fn close(&self);
}
