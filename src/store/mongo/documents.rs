//! Records as documents whose fields an owner can read.

use mongodb::bson::{Bson, DateTime, Document, doc};
use serde_json::{Map, Number, Value};
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{Record, StoreError, StoreResult};

/// A record as the document that stores it.
pub(super) fn document(record: &Record) -> StoreResult<Document> {
    let body = record.body.read().map_err(|error| StoreError::Invalid(error.to_string()))?;
    let rev = i64::try_from(record.rev).map_err(|_| StoreError::Invalid("its revision is too large".into()))?;
    Ok(doc! {
        "_id": &record.id,
        "kind": &record.kind,
        "state": &record.state,
        "owner": &record.owner,
        "at": moment(record.at),
        "rev": rev,
        "write": &record.write,
        "schema": i32::from(record.schema),
        "body": bson(&body),
        "facets": &record.facets,
    })
}

/// The record that a document stores; `Corrupt` where it is none of ours.
pub(super) fn record(mut document: Document) -> StoreResult<Record> {
    Ok(Record {
        id: text(&mut document, "_id")?,
        kind: text(&mut document, "kind")?,
        state: text(&mut document, "state")?,
        owner: text(&mut document, "owner")?,
        at: match document.get("at") {
            Some(Bson::DateTime(at)) => Timestamp::from_millis(at.timestamp_millis()),
            _ => return Err(not_ours("at")),
        },
        rev: whole(&document, "rev").and_then(|rev| u64::try_from(rev).ok()).ok_or_else(|| not_ours("rev"))?,
        write: text(&mut document, "write")?,
        schema: whole(&document, "schema")
            .and_then(|version| u16::try_from(version).ok())
            .ok_or_else(|| not_ours("schema"))?,
        body: match document.remove("body") {
            Some(body @ Bson::Document(_)) => json(body).into(),
            _ => return Err(not_ours("body")),
        },
        facets: facets(&mut document)?,
    })
}

/// A moment as MongoDB's own type.
pub(super) fn moment(at: Timestamp) -> DateTime {
    DateTime::from_millis(at.as_millis())
}

fn bson(value: &Value) -> Bson {
    match value {
        Value::Null => Bson::Null,
        Value::Bool(flag) => Bson::Boolean(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Bson::Int64(whole),
            None => number.as_f64().map_or(Bson::Null, Bson::Double),
        },
        Value::String(text) => Bson::String(text.clone()),
        Value::Array(items) => Bson::Array(items.iter().map(bson).collect()),
        Value::Object(fields) => Bson::Document(fields.iter().map(|(key, field)| (key.clone(), bson(field))).collect()),
    }
}

/// Also takes what we do not write, as owners may edit their documents by hand.
fn json(value: Bson) -> Value {
    match value {
        Bson::Null => Value::Null,
        Bson::Boolean(flag) => Value::Bool(flag),
        Bson::Int32(whole) => whole.into(),
        Bson::Int64(whole) => whole.into(),
        Bson::Double(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Bson::String(text) => Value::String(text),
        Bson::Array(items) => items.into_iter().map(json).collect(),
        Bson::Document(fields) => {
            fields.into_iter().map(|(key, field)| (key, json(field))).collect::<Map<_, _>>().into()
        }
        Bson::DateTime(at) => Timestamp::from_millis(at.timestamp_millis()).to_rfc3339().into(),
        other => other.to_string().into(),
    }
}

fn text(document: &mut Document, field: &str) -> StoreResult<String> {
    match document.remove(field) {
        Some(Bson::String(text)) => Ok(text),
        _ => Err(not_ours(field)),
    }
}

/// A document that was written before there were facets has none.
fn facets(document: &mut Document) -> StoreResult<Vec<String>> {
    let Some(facets) = document.remove("facets") else { return Ok(Vec::new()) };
    let Bson::Array(facets) = facets else { return Err(not_ours("facets")) };
    let text = |facet| if let Bson::String(text) = facet { Ok(text) } else { Err(not_ours("facets")) };
    facets.into_iter().map(text).collect()
}

fn whole(document: &Document, field: &str) -> Option<i64> {
    match document.get(field) {
        Some(Bson::Int64(whole)) => Some(*whole),
        Some(Bson::Int32(whole)) => Some(i64::from(*whole)),
        _ => None,
    }
}

fn not_ours(field: &str) -> StoreError {
    StoreError::Corrupt(format!("a document has no {field}, or one of another type"))
}
