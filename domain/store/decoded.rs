//! Documents out of their records, and records as lists see them.

use super::document::{Document, Stored};
use super::{Record, StoreError, StoreResult};
use crate::json_text::JsonText;

/// A document's record as lists see it: without its body, and of no revision.
pub(super) fn listed<T: Document>(value: &T) -> Record {
    Record {
        id: value.id(),
        kind: T::KIND.to_owned(),
        state: value.state().to_owned(),
        owner: value.owner(),
        at: value.at(),
        rev: 0,
        write: String::new(),
        schema: T::VERSION,
        facets: value.facets().into(),
        body: JsonText::kept("{}"),
    }
}

/// Reads a document out of its record, whatever version of its shape it was written in.
pub(crate) fn decode<T: Document>(record: Record) -> StoreResult<Stored<T>> {
    let Record { id, rev, body, schema, .. } = record;
    if schema > T::VERSION {
        return Err(StoreError::Newer { id, version: schema });
    }
    let value = if schema == T::VERSION {
        body.read()
    } else {
        let upgraded = |body| (schema..T::VERSION).fold(body, |body, from| T::upgrade(from, body));
        body.read().and_then(|body| JsonText::from(upgraded(body)).read())
    };
    value.map(|value| Stored { value, rev }).map_err(|error| StoreError::Corrupt(format!("{id}: {error}")))
}
