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
    forget(documents, selection, FORGOTTEN_AT_ONCE).await
}

/// Deletes the oldest records of a kind that are more than are kept.
pub(super) async fn forget_oldest(documents: &Documents, kind: &str, kept: u64) -> StoreResult<()> {
    let selection = Selection::Filter(Filter { kind: kind.to_owned(), ..Filter::default() });
    let mut surplus = documents.store().count(&selection).await?.saturating_sub(kept);
    while surplus > 0 {
        let some = usize::try_from(surplus).unwrap_or(usize::MAX).min(FORGOTTEN_AT_ONCE);
        forget(documents, selection.clone(), some).await?;
        surplus = surplus.saturating_sub(some as u64);
    }
    Ok(())
}

async fn forget(documents: &Documents, selection: Selection, limit: usize) -> StoreResult<()> {
    let list = List { selection, order: Order::Ascending, limit, after: None };
    let found = documents.store().list(&list).await?.records.into_iter();
    let removals: Vec<Write> = found.map(|record| Write::Delete { id: record.id, expected: None }).collect();
    if removals.is_empty() {
        return Ok(());
    }
    documents.store().write_all(removals).await.all().map(drop)
}
