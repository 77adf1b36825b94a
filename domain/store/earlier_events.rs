//! Events that the first version moved out of tickets with more than a hundred of them: made records as all others.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{Document, Documents, Stored, decode};
use super::{List, Order, Record, Selection, StoreError, StoreResult};
use crate::event::Event;
use crate::ids::TicketId;
use crate::ticket::event_of_first;

/// So many records are read at once, of some fifty events each.
const PAGE: usize = 20;

/// Some events of a ticket, from its `first` on, counted from nought.
#[derive(Debug, Serialize, Deserialize)]
struct HistoryPage {
    ticket: TicketId,
    first: u32,
    events: Vec<Value>,
}

impl Document for HistoryPage {
    const KIND: &'static str = "history";

    fn id(&self) -> String {
        format!("history:{:08}:{:08}", self.ticket.get(), self.first)
    }
}

impl HistoryPage {
    /// Its events; `None` where one cannot be read.
    fn events(&self) -> Option<Vec<Event>> {
        let numbers = self.first + 1..;
        self.events.iter().zip(numbers).map(|(event, number)| event_of_first(event, self.ticket, number)).collect()
    }
}

/// Makes records of all such events in a guild's database, under the numbers that they have always had. Safe to do
/// again, wherever it ended; mostly there is nothing to do. A record that cannot be read is left as it is, and said.
pub async fn adopt(documents: &Documents) -> StoreResult<()> {
    let selection = Selection::Prefix(format!("{}:", HistoryPage::KIND));
    let mut list = List { selection, order: Order::Ascending, limit: PAGE, after: None };
    loop {
        let page = documents.store().list(&list).await?;
        for record in page.records {
            adopt_one(documents, record).await?;
        }
        match page.next {
            None => return Ok(()),
            after => list.after = after,
        }
    }
}

/// The events first and then the end of what they were read from, in one call: a process that dies in between has it
/// done again.
async fn adopt_one(documents: &Documents, record: Record) -> StoreResult<()> {
    let id = record.id.clone();
    let read = decode::<HistoryPage>(record).map(|Stored { value, rev }| (value.events(), rev));
    let Ok((Some(events), rev)) = &read else {
        tracing::warn!(id, error = ?read.err(), "earlier events of a ticket cannot be read, and stay where they are");
        return Ok(());
    };
    let ids: Vec<String> = events.iter().map(Event::id).collect();
    let there = documents.store().get_many(&ids).await?;
    let mut batch = documents.batch();
    for event in events.iter().filter(|event| there.iter().all(|record| record.id != event.id())) {
        batch.insert(event)?;
    }
    batch.delete(id, *rev);
    match batch.write().await.all() {
        // Another process is at it.
        Err(StoreError::Conflict) => Ok(()),
        done => done.map(drop),
    }
}
