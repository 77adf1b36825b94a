//! The changes, as statements. Each is applied whole or not at all: what is refused is refused before anything was changed,
//! and where the engine fails amid one, its whole transaction is undone.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use tickit_domain::store::{Claim, Record, StoreError, Write, Written};

use super::failure::Failure;
use super::rows::{self, SELECT};

/// Stores a new record, at the revision after the one that it says.
pub(super) fn insert(connection: &Connection, record: Record) -> Result<Record, Failure> {
    add(connection, Record { rev: record.rev.saturating_add(1), ..record })
}

/// Stores a new record as it is.
fn add(connection: &Connection, record: Record) -> Result<Record, Failure> {
    const SQL: &str = "INSERT INTO records (id, kind, state, owner, at, rev, write, schema, body, facets)
        VALUES (:id, :kind, :state, :owner, :at, :rev, :write, :schema, :body, :facets) ON CONFLICT DO NOTHING";
    if rows::store(connection, SQL, &record)? == 0 {
        return Err(StoreError::Conflict.into());
    }
    index(connection, &record, &[])?;
    Ok(record)
}

/// Stores a record over one revision.
pub(super) fn replace(connection: &Connection, record: Record, expected: u64) -> Result<Record, Failure> {
    match find_place(connection, &record.id)? {
        Some((rev, before)) if rev == expected => overwrite(connection, &before, Record { rev: rev + 1, ..record }),
        Some(_) => Err(StoreError::Conflict.into()),
        None => Err(StoreError::NotFound.into()),
    }
}

/// Deletes a record; whether there was one.
pub(super) fn delete(connection: &Connection, id: &str, expected: Option<u64>) -> Result<bool, Failure> {
    let Some((rev, before)) = find_place(connection, id)? else { return Ok(false) };
    if expected.is_some_and(|expected| expected != rev) {
        return Err(StoreError::Conflict.into());
    }
    forget(connection, id, &before, &[])?;
    Ok(connection.prepare_cached("DELETE FROM records WHERE id = ?1")?.execute([id])? > 0)
}

/// Applies writes up to the first that is refused.
pub(super) fn write_all(connection: &Connection, writes: Vec<Write>) -> Result<Written, Failure> {
    let mut written = Written::default();
    for write in writes {
        let done = match write {
            Write::Insert(record) => insert(connection, record).map(|stored| stored.rev),
            Write::Replace { record, expected } => replace(connection, record, expected).map(|stored| stored.rev),
            Write::Delete { id, expected } => delete(connection, &id, expected).map(|_| 0),
        };
        match done {
            Ok(rev) => written.revs.push(rev),
            Err(Failure::Refused(error)) => {
                written.refused = Some(error);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(written)
}

/// Adds to a counter.
pub(super) fn increment(connection: &Connection, id: &str, by: i64) -> Result<i64, Failure> {
    match rows::find(connection, id)? {
        None => {
            let (counter, value) = Record::counter(id).counted(by)?;
            add(connection, counter)?;
            Ok(value)
        }
        Some(known) => {
            let before = Place::of(&known);
            let (counter, value) = known.counted(by)?;
            overwrite(connection, &before, counter)?;
            Ok(value)
        }
    }
}

/// Takes records that are due.
pub(super) fn claim(connection: &Connection, claim: &Claim) -> Result<Vec<Record>, Failure> {
    let sql = format!(
        "{SELECT} kind = ?1 AND state <> '' AND state IN (SELECT value FROM json_each(?2)) AND at <= ?3
         ORDER BY at, id LIMIT ?4"
    );
    let states = json!(claim.states).to_string();
    let due: Vec<Record> = connection
        .prepare_cached(&sql)?
        .query_map(params![claim.kind, states, claim.now.as_millis(), claim.limit], rows::record)?
        .collect::<rusqlite::Result<_>>()?;
    due.into_iter().map(|record| overwrite(connection, &Place::of(&record), claim.taken(record))).collect()
}

/// Brings the records of a kind to its latest version. One that cannot be read stays as it is, and is met when it is asked for.
pub(super) fn upgrade(connection: &Connection, kind: &str) -> Result<(), Failure> {
    let mut ids = connection.prepare("SELECT id FROM records WHERE kind = ?1")?;
    let ids: Vec<String> = ids.query_map([kind], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for id in ids {
        let Some(record) = rows::find(connection, &id)? else { continue };
        let before = Place::of(&record);
        match tickit_domain::store::upgraded(record) {
            Ok(Some(record)) => drop(overwrite(connection, &before, record)?),
            Ok(None) => {}
            Err(error) => tracing::warn!(id, %error, "a record stays in its earlier version"),
        }
    }
    Ok(())
}

/// Where a record stands among others: what the indexes hold of it.
#[derive(PartialEq, Eq)]
struct Place {
    kind: String,
    state: String,
    at: i64,
    /// As their column holds them.
    facets: String,
}

impl Place {
    fn of(record: &Record) -> Self {
        let facets = rows::facets_text(&record.facets);
        Self { kind: record.kind.clone(), state: record.state.clone(), at: record.at.as_millis(), facets }
    }
}

fn find_place(connection: &Connection, id: &str) -> rusqlite::Result<Option<(u64, Place)>> {
    const SQL: &str = "SELECT rev, kind, state, at, facets FROM records WHERE id = ?1";
    let place = |row: &Row<'_>| {
        let place = Place { kind: row.get(1)?, state: row.get(2)?, at: row.get(3)?, facets: row.get(4)? };
        Ok((row.get(0)?, place))
    };
    connection.prepare_cached(SQL)?.query_row([id], place).optional()
}

fn overwrite(connection: &Connection, before: &Place, record: Record) -> Result<Record, Failure> {
    let after = Place::of(&record);
    // SQLite writes each index of which a column is named here, whether or not its value changes; and each is a page
    // more.
    let sql = if (&before.kind, &before.state, before.at) == (&after.kind, &after.state, after.at) {
        "UPDATE records SET owner = :owner, rev = :rev, write = :write, schema = :schema, body = :body, facets = :facets
         WHERE id = :id AND kind = :kind AND state = :state AND at = :at"
    } else {
        "UPDATE records SET kind = :kind, state = :state, owner = :owner, at = :at, rev = :rev, write = :write,
         schema = :schema, body = :body, facets = :facets WHERE id = :id"
    };
    if (&before.kind, before.at) != (&after.kind, after.at) {
        forget(connection, &record.id, before, &[])?;
        index(connection, &record, &[])?;
    } else if before.facets != after.facets {
        let had = rows::facets(&before.facets)?;
        forget(connection, &record.id, before, &record.facets)?;
        index(connection, &record, &had)?;
    }
    rows::store(connection, sql, &record)?;
    Ok(record)
}

/// Enters a record's facets into their index, but for those that are in it.
fn index(connection: &Connection, record: &Record, there: &[String]) -> rusqlite::Result<()> {
    for facet in record.facets.iter().filter(|facet| there.binary_search(facet).is_err()) {
        const SQL: &str = "INSERT OR IGNORE INTO facets (kind, facet, at, id) VALUES (?1, ?2, ?3, ?4)";
        let entry = params![record.kind, facet, record.at.as_millis(), record.id];
        connection.prepare_cached(SQL)?.execute(entry)?;
    }
    Ok(())
}

/// Takes a record's facets, as they were, out of their index, but for those that stay.
fn forget(connection: &Connection, id: &str, before: &Place, stay: &[String]) -> rusqlite::Result<()> {
    let had = rows::facets(&before.facets)?;
    for facet in had.iter().filter(|facet| stay.binary_search(facet).is_err()) {
        const SQL: &str = "DELETE FROM facets WHERE kind = ?1 AND facet = ?2 AND at = ?3 AND id = ?4";
        connection.prepare_cached(SQL)?.execute(params![before.kind, facet, before.at, id])?;
    }
    Ok(())
}
