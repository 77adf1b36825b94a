//! Records as rows.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::json_text::JsonText;
use tickit_domain::store::Record;

/// How a statement begins whose rows `record` reads.
pub(super) const SELECT: &str =
    "SELECT id, kind, state, owner, at, rev, write, schema, body, facets FROM records WHERE ";

/// Reads a record out of a row of `SELECT`.
pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        id: row.get(0)?,
        kind: row.get(1)?,
        state: row.get(2)?,
        owner: row.get(3)?,
        at: Timestamp::from_millis(row.get(4)?),
        rev: row.get(5)?,
        write: row.get(6)?,
        schema: row.get(7)?,
        body: JsonText::kept(row.get_ref(8)?.as_str()?),
        facets: facets(row.get_ref(9)?.as_str()?)?,
    })
}

/// Reads facets as their column holds them: a JSON array, or nothing where there are none.
pub(super) fn facets(text: &str) -> rusqlite::Result<Vec<String>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(9, Type::Text, error.into()))
}

/// Facets as their column holds them.
pub(super) fn facets_text(facets: &[String]) -> String {
    if facets.is_empty() { String::new() } else { json!(facets).to_string() }
}

/// The record of this id.
pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Record>> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} id = ?1"))?;
    statement.query_row([id], record).optional()
}

/// Writes a record with this statement, whose parameters are named as the columns; how many rows it changed.
pub(super) fn store(connection: &Connection, sql: &str, record: &Record) -> rusqlite::Result<usize> {
    connection.prepare_cached(sql)?.execute(named_params! {
        ":id": record.id,
        ":kind": record.kind,
        ":state": record.state,
        ":owner": record.owner,
        ":at": record.at.as_millis(),
        ":rev": record.rev,
        ":write": record.write,
        ":schema": record.schema,
        ":body": record.body.text(),
        ":facets": facets_text(&record.facets),
    })
}
