//! How a file is laid out, opened and brought up to date.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tickit_domain::store::{FACETED_KINDS, StoreError};

use super::failure::Failure;
use super::lock::make_directory;
use super::writes;

/// One step on from a version of a file's layout.
enum Step {
    /// Statements.
    Layout(&'static str),
    /// Records of kinds whose facets are others since: one more wherever a new version of a kind has new facets.
    Facets,
}

/// Each brings a file from the version before to the next. The file keeps its version in `user_version`.
///
/// Every index is a page more that most commits write, so there is one for what is asked often: which records of a kind
/// are in a state. A statement has to say `state <> ''` to be answered from it. A record's facets stand in a table of
/// their own, in the order of pages; only records that have some cost more for it.
const MIGRATIONS: [Step; 3] = [
    Step::Layout(
        "
    CREATE TABLE records (
        id     TEXT PRIMARY KEY NOT NULL,
        kind   TEXT NOT NULL,
        state  TEXT NOT NULL,
        owner  TEXT NOT NULL,
        at     INTEGER NOT NULL,
        rev    INTEGER NOT NULL,
        write  TEXT NOT NULL,
        schema INTEGER NOT NULL,
        body   TEXT NOT NULL
    ) STRICT;
    CREATE INDEX by_state ON records (kind, state, at, id) WHERE state <> '';
",
    ),
    Step::Layout(
        "
    ALTER TABLE records ADD COLUMN facets TEXT NOT NULL DEFAULT '';
    CREATE TABLE facets (
        kind  TEXT NOT NULL,
        facet TEXT NOT NULL,
        at    INTEGER NOT NULL,
        id    TEXT NOT NULL,
        PRIMARY KEY (kind, facet, at, id)
    ) STRICT, WITHOUT ROWID;
",
    ),
    Step::Facets,
];
/// At so many pages in the log the writer stops to empty it: the reader, who does that beside it, was too busy.
const LONGEST_LOG: u32 = 8_000;
/// So many statements stay prepared: all there are, but for rare combinations of filters.
const STATEMENTS: usize = 48;
/// What a connection keeps of its file in memory, in KiB: with two to a file and [`SqliteLimits::open_files`] files a bounded
/// sum, of 64 MiB by default. SQLite's own default is 2 MB. The system keeps the rest of what is read often.
///
/// [`SqliteLimits::open_files`]: super::SqliteLimits::open_files
const CACHE: i32 = 256;
/// How long SQLite itself waits where another program, such as a backup, holds the file.
const BUSY: Duration = Duration::from_secs(1);

/// Opens a file for writing; makes it, and brings it up to date, where it is not.
pub(super) fn open_writer(path: &Path, largest: Option<u32>) -> Result<Connection, Failure> {
    if let Some(directory) = path.parent() {
        make_directory(directory)
            .map_err(|error| StoreError::Unavailable(format!("{}: {error}", directory.display())))?;
    }
    let mut connection = Connection::open_with_flags(path, flags() | OpenFlags::SQLITE_OPEN_CREATE)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // A commit is acknowledged when it is on the disk, not when it is on its way there.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "wal_autocheckpoint", LONGEST_LOG)?;
    connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
    // What was deleted, or stood there before it was sealed, is not to be found in the free space of the file.
    connection.pragma_update(None, "secure_delete", true)?;
    if let Some(pages) = largest {
        connection.pragma_update(None, "max_page_count", pages)?;
    }
    migrate(&mut connection)?;
    Ok(connection)
}

/// Opens a file for reading; `None` where nothing was ever written.
pub(super) fn open_reader(path: &Path) -> Result<Option<Connection>, Failure> {
    if !path.try_exists().map_err(|error| StoreError::Unavailable(format!("{}: {error}", path.display())))? {
        return Ok(None);
    }
    let connection = Connection::open_with_flags(path, flags())?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -CACHE)?;
    match version(&connection)? {
        0 => return Ok(None),
        known if known < MIGRATIONS.len() => drop(open_writer(path, None)?),
        _ => {}
    }
    connection.pragma_update(None, "query_only", true)?;
    Ok(Some(connection))
}

/// Writes the version as it is, which takes the way to the disk that every write takes.
pub(super) fn touch(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "user_version", MIGRATIONS.len())
}

fn flags() -> OpenFlags {
    // Each connection stays with one thread at a time, so that SQLite's own locks would only cost.
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

fn migrate(connection: &mut Connection) -> Result<(), Failure> {
    let (done, known) = (version(connection)?, MIGRATIONS.len());
    if done == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in MIGRATIONS.iter().skip(version(&transaction)?) {
        match step {
            Step::Layout(sql) => transaction.execute_batch(sql)?,
            Step::Facets => FACETED_KINDS.iter().try_for_each(|kind| writes::upgrade(&transaction, kind))?,
        }
    }
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> Result<usize, Failure> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > MIGRATIONS.len() {
        let text = format!("it was written by a newer Tickit (layout {version}; this one knows {})", MIGRATIONS.len());
        return Err(StoreError::Corrupt(text).into());
    }
    Ok(version)
}
