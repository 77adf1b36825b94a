//! Forgetting what is kept for a while only.

use std::time::Duration;

use super::document::Documents;
use super::{Filter, List, Order, Selection, StoreResult, Write};
use crate::clock::Timestamp;

/// How many records are forgotten at once.
const FORGOTTEN_AT_ONCE: usize = 500;

/// Deletes the oldest records of a kind that are older than they are kept.
pub(super) async fn forget_older(documents: &Documents, kind: &str, kept: Duration, now: Timestamp) -> StoreResult<()> {
    let kept = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
    let until = Some(Timestamp::from_millis(now.as_millis().saturating_sub(kept)));
    let selection = Selection::Filter(Filter { kind: kind.to_owned(), until, ..Filter::default() });
    let list = List { selection, order: Order::Ascending, limit: FORGOTTEN_AT_ONCE, after: None };
    let found = documents.store().list(&list).await?.records.into_iter();
    let removals: Vec<Write> = found.map(|record| Write::Delete { id: record.id, expected: None }).collect();
    if removals.is_empty() {
        return Ok(());
    }
    documents.store().write_all(removals).await.all().map(drop)
}
