//! The changes, as statements. Each is applied whole or not at all: the writer undoes what it refused.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;
use tickit_domain::clock::Timestamp;
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
    match revision(connection, &record.id)? {
        Some(found) if found == expected => overwrite(connection, Record { rev: expected + 1, ..record }),
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
    let counter = rows::find(connection, id)?;
    if counter.as_ref().is_some_and(|counter| counter.kind != "sequence") {
        return Err(StoreError::Conflict.into());
    }
    let before = counter.as_ref().and_then(|counter| counter.body.get("value")?.as_i64()).unwrap_or(0);
    let value = before.checked_add(by).ok_or_else(|| StoreError::Invalid("the counter is at its end".into()))?;
    let body = json!({ "value": value });
    match counter {
        Some(counter) => overwrite(connection, Record { rev: counter.rev + 1, body, ..counter })?,
        None => insert(connection, sequence(id, body))?,
    };
    Ok(value)
}

/// Takes records that are due.
pub(super) fn claim(connection: &Connection, claim: &Claim) -> Result<Vec<Record>, Failure> {
    let sql = format!(
        "{SELECT} kind = ?1 AND state IN (SELECT value FROM json_each(?2)) AND at <= ?3 ORDER BY at, id LIMIT ?4"
    );
    let states = json!(claim.states).to_string();
    let due: Vec<Record> = connection
        .prepare_cached(&sql)?
        .query_map(params![claim.kind, states, claim.now.as_millis(), claim.limit], rows::record)?
        .collect::<rusqlite::Result<_>>()?;
    let take = |record: Record| {
        let (state, owner) = (claim.state.clone(), claim.owner.clone());
        overwrite(connection, Record { rev: record.rev + 1, state, owner, at: claim.until, ..record })
    };
    due.into_iter().map(take).collect()
}

fn overwrite(connection: &Connection, record: Record) -> Result<Record, Failure> {
    const SQL: &str = "UPDATE records SET kind = :kind, state = :state, owner = :owner, at = :at, rev = :rev,
        write = :write, schema = :schema, body = :body WHERE id = :id";
    rows::store(connection, SQL, &record)?;
    Ok(record)
}

fn revision(connection: &Connection, id: &str) -> rusqlite::Result<Option<u64>> {
    connection.prepare_cached("SELECT rev FROM records WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

fn sequence(id: &str, body: serde_json::Value) -> Record {
    Record {
        id: id.to_owned(),
        kind: "sequence".into(),
        state: String::new(),
        owner: String::new(),
        at: Timestamp::default(),
        rev: 0,
        write: String::new(),
        schema: 1,
        body,
    }
}
