//! The changes, as statements. Each is applied whole or not at all: the writer undoes what it refused.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;
use tickit_domain::store::{Claim, Record, StoreError};

use super::failure::Failure;
use super::rows::{self, SELECT};

/// Stores a new record.
pub(super) fn insert(connection: &Connection, record: Record) -> Result<Record, Failure> {
    const SQL: &str = "INSERT INTO records (id, kind, state, owner, at, rev, write, schema, body)
        VALUES (:id, :kind, :state, :owner, :at, :rev, :write, :schema, :body) ON CONFLICT DO NOTHING";
    let record = Record { rev: 1, ..record };
    if rows::store(connection, SQL, &record)? == 0 { Err(StoreError::Conflict.into()) } else { Ok(record) }
}

/// Stores a record over one revision.
pub(super) fn replace(connection: &Connection, record: Record, expected: u64) -> Result<Record, Failure> {
    const SQL: &str = "SELECT rev, kind, state, at FROM records WHERE id = ?1";
    let found = connection.prepare_cached(SQL)?.query_row([&record.id], |row| {
        let indexed = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?, row.get(3)?);
        let change = Change::between(indexed, (&record.kind, &record.state, record.at.as_millis()));
        Ok((row.get::<_, u64>(0)?, change))
    });
    match found.optional()? {
        Some((rev, change)) if rev == expected => overwrite(connection, Record { rev: rev + 1, ..record }, change),
        Some(_) => Err(StoreError::Conflict.into()),
        None => Err(StoreError::NotFound.into()),
    }
}

/// Deletes a record; whether there was one.
pub(super) fn delete(connection: &Connection, id: &str, expected: Option<u64>) -> Result<bool, Failure> {
    let found = revision(connection, id)?;
    if found.is_some() && expected.is_some() && found != expected {
        return Err(StoreError::Conflict.into());
    }
    Ok(connection.prepare_cached("DELETE FROM records WHERE id = ?1")?.execute([id])? > 0)
}

/// Adds to a counter.
pub(super) fn increment(connection: &Connection, id: &str, by: i64) -> Result<i64, Failure> {
    let known = rows::find(connection, id)?;
    let is_new = known.is_none();
    let (counter, value) = known.unwrap_or_else(|| Record::counter(id)).counted(by)?;
    if is_new {
        insert(connection, counter)?
    } else {
        overwrite(connection, counter, Change::Content)?
    };
    Ok(value)
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
    due.into_iter().map(|record| overwrite(connection, claim.taken(record), Change::Place)).collect()
}

/// What of a record changes.
#[derive(Clone, Copy)]
enum Change {
    /// Nothing that is in an index: one page is written, where an index would be one more.
    Content,
    /// Where it stands among others.
    Place,
}

impl Change {
    /// From one kind, state and moment to another.
    fn between(before: (&str, &str, i64), after: (&str, &str, i64)) -> Self {
        if before == after { Self::Content } else { Self::Place }
    }
}

fn overwrite(connection: &Connection, record: Record, change: Change) -> Result<Record, Failure> {
    // SQLite writes each index of which a column is named here, whether or not its value changes.
    let sql = match change {
        Change::Content => {
            "UPDATE records SET owner = :owner, rev = :rev, write = :write, schema = :schema, body = :body
             WHERE id = :id AND kind = :kind AND state = :state AND at = :at"
        }
        Change::Place => {
            "UPDATE records SET kind = :kind, state = :state, owner = :owner, at = :at, rev = :rev, write = :write,
             schema = :schema, body = :body WHERE id = :id"
        }
    };
    rows::store(connection, sql, &record)?;
    Ok(record)
}

fn revision(connection: &Connection, id: &str) -> rusqlite::Result<Option<u64>> {
    connection.prepare_cached("SELECT rev FROM records WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}
