//! Events as records of their own, and the writes that make them.
//!
//! A document that is changed carries its new events in the same write. Right after it they are inserted as records under
//! the ids that the document gave them, which makes that safe to do again. The next write of the document lets go of
//! them. A process that dies in between leaves them in the document, and whoever changes or syncs it next inserts them.

use serde_json::{Map, Value};

use super::document::{Document, Documents, Stored};
use super::{Facets, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::{Error, Outcome};
use crate::event::{Event, EventLog};

/// How often a change is decided anew when others change the same document at the same time.
const MOST_TRIES: usize = 16;

impl Document for Event {
    const KIND: &'static str = "event";

    fn id(&self) -> String {
        Event::id(self)
    }

    fn owner(&self) -> String {
        self.actor.key()
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn facets(&self) -> Facets {
        let kind = self.kind.name();
        Facets::default().with("event", kind).with("actor", self.actor.key()).with_words(&self.words())
    }
}

/// A document whose changes make events.
pub(crate) trait Recorded: Document + Clone + PartialEq {
    /// Its fields that no event tells of, besides its log.
    const UNTOLD: &'static [&'static str] = &[];

    /// Its events.
    fn log(&mut self) -> &mut EventLog;
}

/// What was written, and which events became records by it.
#[derive(Debug)]
pub(crate) struct Change<T> {
    /// The document as it is now.
    pub stored: Stored<T>,
    /// The events that became records, oldest first.
    pub events: Vec<Event>,
}

/// The events in one guild's database.
#[derive(Debug, Clone)]
pub struct Events {
    documents: Documents,
}

impl Events {
    /// Those in a guild's database, or in the service's own.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// The events of one document, by its record's id, oldest first; at most 1,000.
    pub async fn of(&self, subject: &str) -> StoreResult<Vec<Event>> {
        let selection = Selection::Prefix(format!("event:{subject}:"));
        let list = List { selection, order: Order::Ascending, limit: 1000, after: None };
        let page = self.documents.store().list(&list).await?;
        page.records.into_iter().map(|record| super::document::decode(record).map(|stored| stored.value)).collect()
    }
}

impl Documents {
    /// Stores a new document with its events; `Conflict` where its id exists.
    pub(crate) async fn insert_recorded<T: Recorded>(&self, mut value: T) -> StoreResult<Change<T>> {
        let new = with_differences(&mut value, &Map::new(), 0);
        value.log().keep_pending(new.clone());
        let rev = self.insert(&value).await?;
        self.settle_events(value, rev, new).await
    }

    /// Changes a document as [`Documents::update_known`] does, with its events. `None` where it is gone.
    pub(crate) async fn update_recorded<T: Recorded>(
        &self,
        mut known: Stored<T>,
        mut change: impl FnMut(&mut T) -> Outcome<()>,
    ) -> Outcome<Option<Change<T>>> {
        let id = known.value.id();
        for _ in 0..MOST_TRIES {
            let mut value = known.value.clone();
            change(&mut value)?;
            if value == known.value {
                return Ok(Some(Change { stored: known, events: Vec::new() }));
            }
            let recorded = known.value.log().changes();
            let before = if value.log().changes() > recorded { told(&known.value) } else { Map::new() };
            let new = with_differences(&mut value, &before, recorded);
            match self.replace_recorded(value, known.rev, new).await {
                Ok(changed) => return Ok(Some(changed)),
                Err(StoreError::Conflict) => {}
                Err(StoreError::NotFound) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            known = match self.get(&id).await? {
                Some(now) => now,
                None => return Ok(None),
            };
        }
        Err(Error::from(StoreError::Unavailable(format!("{id} is changed by too many at once"))))
    }

    /// Makes records of a document's events where a process died before it could; those that it made.
    pub(crate) async fn relay<T: Recorded>(&self, document: &T) -> StoreResult<Vec<Event>> {
        let mut relayed = Vec::new();
        for event in document.clone().log().take_pending() {
            if self.ensure(&event).await? {
                relayed.push(event);
            }
        }
        Ok(relayed)
    }

    /// `value` still carries the events that were read with it; those that it makes itself are `new`.
    async fn replace_recorded<T: Recorded>(&self, mut value: T, rev: u64, new: Vec<Event>) -> StoreResult<Change<T>> {
        let mut events = self.relay(&value).await?;
        value.log().keep_pending(new.clone());
        let rev = self.replace(&value, rev).await?;
        let mut changed = self.settle_events(value, rev, new).await?;
        events.append(&mut changed.events);
        Ok(Change { events, ..changed })
    }

    /// Makes records of events that were just written with their document. The change is made, whatever becomes of this:
    /// what cannot be done now is done with the next change.
    async fn settle_events<T: Recorded>(&self, mut value: T, rev: u64, new: Vec<Event>) -> StoreResult<Change<T>> {
        let mut events = Vec::new();
        let mut unsaved = Vec::new();
        for event in new {
            match self.ensure(&event).await {
                Ok(true) => events.push(event),
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(event = event.id(), %error, "an event stays with its document until the next change");
                    unsaved.push(event);
                }
            }
        }
        value.log().keep_pending(unsaved);
        Ok(Change { stored: Stored { value, rev }, events })
    }

    /// Stores a document unless it is there; whether it was not.
    async fn ensure<T: Document>(&self, value: &T) -> StoreResult<bool> {
        match self.insert(value).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Takes the events out that are new since `recorded`, and fills in what they changed.
fn with_differences<T: Recorded>(value: &mut T, before: &Map<String, Value>, recorded: u32) -> Vec<Event> {
    let (mut new, old): (Vec<Event>, Vec<Event>) =
        value.log().take_pending().into_iter().partition(|event| event.number > recorded);
    value.log().keep_pending(old);
    if !new.is_empty() {
        let after = told(value);
        for event in &mut new {
            event.tell_difference(before, &after);
        }
    }
    new
}

/// What events may tell of a document: its body as it is stored, less what is nobody's business.
fn told<T: Recorded>(value: &T) -> Map<String, Value> {
    let Ok(Value::Object(mut body)) = serde_json::to_value(value) else { return Map::new() };
    body.retain(|field, value| field != "log" && !T::UNTOLD.contains(&field.as_str()) && !is_empty(value));
    body
}

/// What is not there, said in any of the ways that a body has for it.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
