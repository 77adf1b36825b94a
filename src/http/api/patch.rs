//! What changes of settings have in common: bodies that say what becomes of a field (RFC 7396), and versions.

use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use serde::{Deserialize, Deserializer};
use tickit_domain::settings::{Change, ListChange};

use super::super::problem::Problem;
use super::super::state::HttpState;

/// The header that says which version something is of.
pub(super) type Version = [(HeaderName, HeaderValue); 1];

/// What was changed so often.
pub(super) fn version(changes: u32) -> Version {
    let version = HeaderValue::from_str(&format!("\"{changes}\""));
    [(ETAG, version.unwrap_or_else(|_| HeaderValue::from_static("\"0\"")))]
}

/// After how many changes something may be changed, where the caller says so by `If-Match`.
pub(in crate::http) struct IfMatch(pub(super) Option<u32>);

impl FromRequestParts<HttpState> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &HttpState) -> Result<Self, Problem> {
        let Some(header) = parts.headers.get(IF_MATCH) else { return Ok(Self(None)) };
        match header.to_str().unwrap_or_default().trim() {
            // Whatever is there is meant.
            "*" => Ok(Self(None)),
            text => {
                let changes = text.trim_start_matches("W/").trim_matches('"').parse();
                let refused = |_| Problem::invalid_header("If-Match takes the ETag of what was read.");
                changes.map(|changes| Self(Some(changes))).map_err(refused)
            }
        }
    }
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
