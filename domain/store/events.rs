//! Events as records of their own, and the writes that make them.
//!
//! A document that is changed carries its new events in the same write. Right after it, in the same call of the store's,
//! they are inserted as records under the ids that the document gave them, which makes that safe to do again. A process
//! that dies in between leaves them in the document, and whoever syncs it next inserts them. Who knows that they are
//! records lets the document's next write go without them.

use std::collections::BTreeSet;

use super::differences::with_differences;
use super::document::{Batch, Document, Documents, MOST_TRIES, Stored, decode};
use super::{Cursor, Facets, List, Order, Selection, StoreError, StoreResult, Written};
use crate::clock::Timestamp;
use crate::error::{Error, Outcome};
use crate::event::{Event, EventLog};

/// The state of events that are not in the audit log's chain yet.
pub(super) const UNLINKED: &str = "new";

/// The state of events of which both is true.
pub(super) const UNLINKED_AND_UNTOLD: &str = "new_untold";

/// How many events a document may carry until they are relayed by its next change, at the latest.
const MOST_PENDING: usize = 32;

/// The state of an event that webhooks have yet to be told of.
pub(super) const UNTOLD: &str = "untold";

/// The state of an event of which nothing is to be done.
pub(super) const SETTLED: &str = "settled";

impl Document for Event {
    const KIND: &'static str = "event";

    fn id(&self) -> String {
        Event::id(self)
    }

    fn state(&self) -> &'static str {
        match (self.position, self.untold) {
            (Some(_), false) => SETTLED,
            (Some(_), true) => UNTOLD,
            (None, false) => UNLINKED,
            (None, true) => UNLINKED_AND_UNTOLD,
        }
    }

    fn owner(&self) -> String {
        self.actor.key()
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn facets(&self) -> Facets {
        Facets::default().with("event", self.kind.name()).with("actor", self.actor.key())
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
    pub(super) documents: Documents,
}

impl Events {
    /// Those in a guild's database, or in the service's own.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// The events of one document, by its record's id, oldest first; at most 1,000.
    pub async fn of(&self, subject: &str) -> StoreResult<Vec<Event>> {
        self.after(subject, 0, 1000).await
    }

    /// Those that follow the one of a number, oldest first; at most `limit`.
    pub async fn after(&self, subject: &str, number: u32, limit: usize) -> StoreResult<Vec<Event>> {
        let after = Some(Cursor { at: Timestamp::default(), id: format!("event:{subject}:{number:07}") });
        let selection = Selection::Prefix(format!("event:{subject}:"));
        let list = List { selection, order: Order::Ascending, limit, after };
        let page = self.documents.store().list(&list).await?;
        page.records.into_iter().map(|record| decode(record).map(|stored| stored.value)).collect()
    }

    /// Which fields changed by those that follow the one of a number, each once.
    pub async fn fields_after(&self, subject: &str, number: u32) -> StoreResult<BTreeSet<String>> {
        let events = self.after(subject, number, 1000).await?;
        let changed = events.into_iter().flat_map(|event| event.before.into_iter().chain(event.after));
        Ok(changed.map(|(field, _)| field).collect())
    }
}

impl Documents {
    /// Stores a new document with its events; `Conflict` where its id exists.
    pub(crate) async fn insert_recorded<T: Recorded>(&self, value: T) -> StoreResult<Change<T>> {
        self.batch().insert_recorded(value).await
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
            match self.replace_recorded(self.batch(), &mut known, value).await {
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

    /// The same, and stores another new document in the same call, which may be there already.
    pub(crate) async fn update_recorded_with<T: Recorded>(
        &self,
        new: &impl Document,
        mut known: Stored<T>,
        mut change: impl FnMut(&mut T) -> Outcome<()>,
    ) -> Outcome<Option<Change<T>>> {
        let mut value = known.value.clone();
        change(&mut value)?;
        let mut batch = self.batch();
        batch.insert(new)?;
        match self.replace_recorded(batch, &mut known, value).await {
            Err(StoreError::Conflict | StoreError::NotFound) => {}
            changed => return Ok(changed.map(Some)?),
        }
        match self.insert(new).await {
            Ok(_) | Err(StoreError::Conflict) => self.update_recorded(known, change).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Makes records of a document's events where a process died before it could, and lets the document's next write
    /// forget them; those that were made.
    pub(crate) async fn relay<T: Recorded>(&self, document: &mut T) -> StoreResult<Vec<Event>> {
        let pending = document.log().take_pending();
        let ids: Vec<String> = pending.iter().map(Event::id).collect();
        let there = if ids.is_empty() { Vec::new() } else { self.store().get_many(&ids).await? };
        let mut made = Vec::new();
        for mut event in pending.into_iter().filter(|event| there.iter().all(|record| record.id != event.id())) {
            event.untold = self.is_followed();
            match self.insert(&event).await {
                Ok(_) => made.push(event),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(made)
    }

    /// Replaces a document after what the batch holds already. The document keeps the events that were read with it:
    /// whoever relays them forgets them.
    async fn replace_recorded<T: Recorded>(
        &self,
        mut batch: Batch<'_>,
        known: &mut Stored<T>,
        mut value: T,
    ) -> StoreResult<Change<T>> {
        let mut relayed = Vec::new();
        if value.log().pending().len() > MOST_PENDING {
            relayed = self.relay(&mut known.value).await?;
            let recorded = known.value.log().changes();
            let new = value.log().take_pending().into_iter().filter(|event| event.number > recorded).collect();
            value.log().keep_pending(new);
        }
        let recorded = known.value.log().changes();
        let new = with_differences(&mut value, Some(&known.value), recorded);
        let (old, place) = (value.log().pending().to_vec(), batch.len());
        value.log().keep_pending(old.iter().chain(&new).cloned().collect());
        batch.replace(&value, known.rev)?;
        value.log().keep_pending(old);
        let changed = write(batch, place, value, new).await?;
        relayed.extend(changed.events);
        Ok(Change { events: relayed, ..changed })
    }
}

impl Batch<'_> {
    /// Stores a new document with its events, after what the batch holds already.
    pub(crate) async fn insert_recorded<T: Recorded>(mut self, mut value: T) -> StoreResult<Change<T>> {
        let (new, place) = (with_differences(&mut value, None, 0), self.len());
        value.log().keep_pending(new.clone());
        self.insert(&value)?;
        value.log().keep_pending(Vec::new());
        write(self, place, value, new).await
    }
}

/// Has a batch written whose last write, at `place`, is a document, and its new events right after it. The change is made
/// once the document is written: events that are not records by then stay with it, and are relayed.
async fn write<T: Recorded>(
    mut batch: Batch<'_>,
    place: usize,
    mut value: T,
    mut new: Vec<Event>,
) -> StoreResult<Change<T>> {
    for event in &mut new {
        event.untold = batch.is_followed();
        batch.insert(event)?;
    }
    let Written { revs, refused } = batch.write().await;
    let Some(&rev) = revs.get(place) else { return Err(refused.unwrap_or(StoreError::Conflict)) };
    let mut events = new;
    let unsaved = events.split_off(events.len().min(revs.len() - place - 1));
    if let Some(error) = refused {
        tracing::warn!(document = value.id(), %error, "events stay with their document until it is synced");
        let old = value.log().take_pending();
        value.log().keep_pending(old.into_iter().chain(unsaved).collect());
    }
    Ok(Change { stored: Stored { value, rev }, events })
}
