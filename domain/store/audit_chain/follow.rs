//! Following the chain: it has each event once, in an order that does not change.

use super::super::document::{Document as _, Documents, decode};
use super::super::{Cursor, List, Order, Selection, StoreResult};
use super::link::{Link, link_id};
use crate::clock::Timestamp;

/// How long the chain of a database is.
pub(in crate::store) async fn length(documents: &Documents) -> StoreResult<u64> {
    let list = List { selection: all(), order: Order::Descending, limit: 1, after: None };
    let found = documents.store().list(&list).await?.records.pop();
    Ok(found.map(decode::<Link>).transpose()?.map_or(0, |link| link.value.position))
}

/// The ids of the events that follow a position, at most `limit`, and the position of the last; none at the end.
pub(in crate::store) async fn events_after(
    documents: &Documents,
    position: u64,
    limit: usize,
) -> StoreResult<(Vec<String>, Option<u64>)> {
    let after = Some(Cursor { at: Timestamp::default(), id: link_id(position) });
    let list = List { selection: all(), order: Order::Ascending, limit, after };
    let (mut events, mut end) = (Vec::new(), None);
    for record in documents.store().list(&list).await?.records {
        let link = decode::<Link>(record)?.value;
        end = Some(link.position);
        events.push(link.event);
    }
    Ok((events, end))
}

fn all() -> Selection {
    Selection::Prefix(format!("{}:", Link::KIND))
}
