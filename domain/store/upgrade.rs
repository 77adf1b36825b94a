//! Records of earlier versions, brought up to date where they stand, so that lists find them as they find new ones.

use super::document::{Document, Stored, decode};
use super::{Record, StoreError, StoreResult};
use crate::json_text::JsonText;
use crate::ticket::Ticket;

/// The kinds that lists find by facets. An engine brings their records up to date once, before it is asked for them.
pub const FACETED_KINDS: [&str; 1] = [Ticket::KIND];

/// The record as the latest version has it, one revision on; `None` where it is that already.
pub fn upgraded(record: Record) -> StoreResult<Option<Record>> {
    match record.kind.as_str() {
        Ticket::KIND => upgraded_as::<Ticket>(record),
        _ => Ok(None),
    }
}

fn upgraded_as<T: Document>(record: Record) -> StoreResult<Option<Record>> {
    if record.schema >= T::VERSION {
        return Ok(None);
    }
    let Record { id, rev, write, .. } = record.clone();
    let Stored { value, .. } = decode::<T>(record)?;
    let body = JsonText::of(&value).map_err(|error| StoreError::Invalid(error.to_string()))?;
    let (state, owner, at) = (value.state().to_owned(), value.owner(), value.at());
    let (kind, schema, facets) = (T::KIND.to_owned(), T::VERSION, value.facets().into());
    Ok(Some(Record { id, kind, state, owner, at, rev: rev + 1, write, schema, facets, body }))
}
