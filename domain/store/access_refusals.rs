//! Events of what was shown that opens nothing, in the core database. No document is changed by it: each event is a record alone.

use serde_json::{Map, Value, json};

use super::document::Documents;
use super::{StoreError, StoreResult};
use crate::access_refusal::CountedRefusals;
use crate::actor::{Cause, Door, Who};
use crate::event::Event;

/// The events.
#[derive(Debug, Clone)]
pub struct AccessRefusals {
    documents: Documents,
}

impl AccessRefusals {
    /// Those in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Makes an event of each. The same `id` again, of which there is one for each time that something is recorded, makes only
    /// those that are missing.
    pub async fn record(&self, id: &str, counted: &[CountedRefusals]) -> StoreResult<()> {
        for (number, one) in (1..).zip(counted) {
            match self.documents.insert(&event(id, number, one)).await {
                Ok(_) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn event(id: &str, number: u32, counted: &CountedRefusals) -> Event {
    let CountedRefusals { refusal, key, from, count, first, last } = counted;
    let subject = format!("refused:{id}");
    let told = [
        ("reason", json!(refusal.name())),
        ("key", json!(key)),
        ("from", json!(from)),
        ("count", json!(count)),
        ("first", json!(first)),
    ];
    let after: Map<String, Value> = told.map(|(field, value)| (field.to_owned(), value)).into_iter().collect();
    Event {
        cause: Cause::Request(format!("{subject}:{number}")),
        subject,
        number,
        kind: refusal.event(),
        actor: Who::Tickit,
        door: Door::Api,
        at: *last,
        before: Map::new(),
        after,
        position: None,
        untold: false,
    }
}
