//! Pages: how long one is, and where it begins.

use tickit_domain::clock::Timestamp;
use tickit_domain::store::Cursor;

use super::problem::Problem;

/// So many are a page where nothing is said.
const USUAL: usize = 50;

/// The most of a page.
const MOST: usize = 100;

/// How long a page is to be.
pub(super) fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    let limit = asked.unwrap_or(USUAL);
    let refused = || Problem::invalid_query(format!("1 to {MOST} a page.")).in_field("limit");
    (1..=MOST).contains(&limit).then_some(limit).ok_or_else(refused)
}

/// Where it begins.
pub(super) fn place(after: Option<&str>) -> Result<Option<Cursor>, Problem> {
    let refused = |_| Problem::invalid_query("This is no place in the list.").in_field("after");
    after.map(str::parse).transpose().map_err(refused)
}

/// A moment that a query names.
pub(super) fn moment(text: Option<&str>, field: &str) -> Result<Option<Timestamp>, Problem> {
    let refused = || Problem::invalid_query("This is no time by RFC 3339.").in_field(field);
    text.map(|text| Timestamp::parse_rfc3339(text).ok_or_else(refused)).transpose()
}
