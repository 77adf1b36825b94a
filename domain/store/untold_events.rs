//! Events that webhooks have yet to be told of. Which these are is said by their records' state, so that nobody who dies on the
//! way loses one: an event is written down as untold, and is told once its deliveries are written down.

use super::document::{Document, decode};
use super::events::{Events, SETTLED, UNLINKED, UNLINKED_AND_UNTOLD, UNTOLD};
use super::{Filter, List, Order, Record, Selection, StoreResult};
use crate::event::Event;

impl Events {
    /// The oldest events that webhooks have yet to be told of, at most `limit`, with their records. One that cannot be read is
    /// said, and left out.
    pub async fn untold(&self, limit: usize) -> StoreResult<Vec<(Option<Event>, Record)>> {
        let states = [UNTOLD, UNLINKED_AND_UNTOLD].map(str::to_owned).into();
        let selection = Selection::Filter(Filter { kind: Event::KIND.into(), states, ..Filter::default() });
        let list = List { selection, order: Order::Ascending, limit, after: None };
        let page = self.documents.store().list(&list).await?;
        let read = |record: Record| match decode::<Event>(record.clone()) {
            Ok(stored) => (Some(stored.value), record),
            Err(error) => {
                tracing::error!(%error, "an event cannot be read, and no webhook is told of it");
                (None, record)
            }
        };
        Ok(page.records.into_iter().map(read).collect())
    }

    /// Notes that webhooks are told of an event. What the event says stays as it is.
    pub async fn told(&self, record: Record) -> StoreResult<()> {
        self.documents.rewrite(record, told).await
    }
}

/// The record of an event of which webhooks are told; `None` where it says so.
fn told(record: &Record) -> Option<Record> {
    let state = match record.state.as_str() {
        UNTOLD => SETTLED,
        UNLINKED_AND_UNTOLD => UNLINKED,
        _ => return None,
    };
    let body = record.body.without("untold");
    Some(Record { state: state.to_owned(), body, ..record.clone() })
}
