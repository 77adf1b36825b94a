//! What changes of settings have in common: bodies that say what becomes of a field (RFC 7396), and versions.

use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Deserializer};
use tickit_domain::settings::{Change, ListChange};

use super::super::problem::Problem;

/// The header that says which version of the settings something is of.
pub(super) type Version = [(HeaderName, HeaderValue); 1];

/// Settings that were changed so often.
pub(super) fn version(changes: u32) -> Version {
    let version = HeaderValue::from_str(&format!("\"{changes}\""));
    [(ETAG, version.unwrap_or_else(|_| HeaderValue::from_static("\"0\"")))]
}

/// After how many changes something may be changed, where the caller says so by `If-Match`.
pub(super) fn if_match(headers: &HeaderMap) -> Result<Option<u32>, Problem> {
    let Some(header) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = header.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"');
    let changes =
        text.parse().map_err(|_| Problem::invalid_header("If-Match takes the ETag of settings that were read."));
    changes.map(Some)
}

/// A field that is there: `null` takes it back.
pub(super) fn change<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Change<T>, D::Error> {
    Ok(Option::deserialize(value)?.map_or(Change::Clear, Change::Set))
}

/// A field that is there and cannot be taken back.
pub(super) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

/// All of a list from now on; `null` empties it.
pub(super) fn list<T>(given: Change<Vec<T>>) -> ListChange<T> {
    match given {
        Change::Keep => ListChange::default(),
        Change::Clear => ListChange { cleared: true, ..ListChange::default() },
        Change::Set(added) => ListChange { cleared: true, added, ..ListChange::default() },
    }
}
