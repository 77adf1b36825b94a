//! Records of earlier versions, brought up to date where they stand, so that lists find them as they find new ones.

use super::document::{Document, Stored, decode, listed};
use super::messages::KeptMessage;
use super::{Record, StoreError, StoreResult};
use crate::json_text::JsonText;
use crate::note::Note;
use crate::ticket::Ticket;

/// The kinds that lists find by facets. An engine brings their records up to date once, before it is asked for them.
pub const FACETED_KINDS: [&str; 1] = [Ticket::KIND];

/// The record as the latest version has it, one revision on; `None` where it is that already.
pub fn upgraded(record: Record) -> StoreResult<Option<Record>> {
    if !FACETED_KINDS.contains(&record.kind.as_str()) || !is_outdated(&record) {
        return Ok(None);
    }
    renewed(record).map(|record| Some(Record { rev: record.rev + 1, ..record }))
}

/// Whether an earlier version wrote a record of a kind that is searched by words: it has other facets now.
pub fn is_outdated(record: &Record) -> bool {
    let latest = match record.kind.as_str() {
        Ticket::KIND => Ticket::VERSION,
        KeptMessage::KIND => KeptMessage::VERSION,
        Note::KIND => Note::VERSION,
        _ => return false,
    };
    record.schema < latest
}

/// A record of a kind that is searched by words, with body and facets as the latest version writes them; any other as it is.
pub fn renewed(record: Record) -> StoreResult<Record> {
    match record.kind.as_str() {
        Ticket::KIND => renewed_as::<Ticket>(record),
        KeptMessage::KIND => renewed_as::<KeptMessage>(record),
        Note::KIND => renewed_as::<Note>(record),
        _ => Ok(record),
    }
}

fn renewed_as<T: Document>(record: Record) -> StoreResult<Record> {
    let Record { id, rev, write, .. } = record.clone();
    let Stored { value, .. } = decode::<T>(record)?;
    let body = JsonText::of(&value).map_err(|error| StoreError::Invalid(error.to_string()))?;
    Ok(Record { id, rev, write, body, ..listed(&value) })
}
