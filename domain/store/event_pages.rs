//! The events of one guild, or of the service, newest first.

use super::document::{Document, decode};
use super::events::{Events, SETTLED, UNLINKED, UNLINKED_AND_UNTOLD, UNTOLD};
use super::{Cursor, Facets, Filter, List, Order, Selection, StoreResult};
use crate::clock::Timestamp;
use crate::event::{Event, EventKind};

/// All states of events: a filter that names states is answered from an index, however much else there is.
const STATES: [&str; 4] = [UNLINKED, UNLINKED_AND_UNTOLD, UNTOLD, SETTLED];

/// Which events are wanted. The default wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedEvents {
    /// Of this kind.
    pub kind: Option<EventKind>,
    /// Done by whom this key names, see [`Who::key`](crate::actor::Who::key).
    pub actor: Option<String>,
    /// At or after this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// A page of events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventPage {
    /// The events, newest first.
    pub events: Vec<Event>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

impl Events {
    /// A page of events, newest first.
    pub async fn page(&self, wanted: &WantedEvents, limit: usize, after: Option<Cursor>) -> StoreResult<EventPage> {
        let page = self.documents.store().list(&wanted.list(limit, after)).await?;
        let events = page.records.into_iter().map(|record| decode::<Event>(record).map(|stored| stored.value));
        Ok(EventPage { events: events.collect::<StoreResult<_>>()?, next: page.next })
    }

    /// The newest of all documents, in no promised order. Those that a newer Tickit wrote are left out.
    pub async fn newest(&self, limit: usize) -> StoreResult<Vec<Event>> {
        let page = self.documents.store().list(&WantedEvents::default().list(limit, None)).await?;
        Ok(page.records.into_iter().filter_map(|record| Some(decode(record).ok()?.value)).collect())
    }
}

impl WantedEvents {
    fn list(&self, limit: usize, after: Option<Cursor>) -> List {
        let facets = [
            self.kind.and_then(|kind| Facets::facet("event", kind.name())),
            self.actor.as_ref().and_then(|actor| Facets::facet("actor", actor)),
        ];
        let selection = Selection::Filter(Filter {
            kind: Event::KIND.into(),
            states: STATES.map(str::to_owned).into(),
            facets: facets.into_iter().flatten().collect(),
            from: self.from,
            until: self.until,
            ..Filter::default()
        });
        List { selection, order: Order::Descending, limit, after }
    }
}
