//! What members asked to have erased.

use std::sync::Arc;

use super::document::{Document, Documents, Stored, decode};
use super::events::{Change, Recorded};
use super::{Cursor, Facets, Filter, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::erasure_request::{ErasureRequest, RequestStatus, record_id};
use crate::error::{Outcome, Refusal};
use crate::event::{EventLog, EventWatcher};
use crate::ids::UserId;

/// The most that are read at once.
const MOST_READ: usize = 1000;

/// The requests to one bot in a guild's database.
#[derive(Debug, Clone)]
pub struct ErasureRequests {
    documents: Documents,
    at: Place,
    watcher: Arc<dyn EventWatcher>,
}

/// A page of requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasureRequestPage {
    /// The requests, the one first that waits longest.
    pub requests: Vec<ErasureRequest>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

impl Document for ErasureRequest {
    const KIND: &'static str = "erasure_request";

    fn id(&self) -> String {
        record_id(self.bot, self.user)
    }

    fn state(&self) -> &'static str {
        self.status.name()
    }

    fn at(&self) -> Timestamp {
        self.asked_at
    }

    fn facets(&self) -> Facets {
        Facets::default().with("bot", self.bot)
    }
}

impl Recorded for ErasureRequest {
    const UNTOLD: &'static [&'static str] = &["reason", "told_at"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl ErasureRequests {
    /// Those in a guild's database that are a bot's, whose events the watcher sees.
    pub fn new(documents: Documents, at: Place, watcher: Arc<dyn EventWatcher>) -> Self {
        Self { documents, at, watcher }
    }

    /// What a member asked for last.
    pub async fn of(&self, user: UserId) -> StoreResult<Option<ErasureRequest>> {
        Ok(self.documents.get(&record_id(self.at.bot, user)).await?.map(|stored| stored.value))
    }

    /// A page of those that nobody has answered yet, the one first that waits longest.
    pub async fn open(&self, limit: usize, after: Option<Cursor>) -> StoreResult<ErasureRequestPage> {
        let selection = self.in_state(RequestStatus::Open);
        let page = self.documents.store().list(&List { selection, order: Order::Ascending, limit, after }).await?;
        let requests = page.records.into_iter().map(|record| decode(record).map(|stored| stored.value));
        Ok(ErasureRequestPage { requests: requests.collect::<StoreResult<_>>()?, next: page.next })
    }

    /// How many nobody has answered yet.
    pub async fn count_open(&self) -> StoreResult<u64> {
        self.documents.store().count(&self.in_state(RequestStatus::Open)).await
    }

    /// Has a member ask; what they asked for before is changed.
    pub async fn ask(
        &self,
        user: UserId,
        mut ask: impl FnMut(&mut ErasureRequest) -> Outcome<()> + Send,
    ) -> Outcome<ErasureRequest> {
        loop {
            if let Some(changed) = self.change(user, &mut ask).await? {
                return Ok(changed);
            }
            let mut new = ErasureRequest::new(self.at.bot, user);
            ask(&mut new)?;
            match self.documents.insert_recorded(new).await {
                Ok(changed) => return Ok(self.told(changed)),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Changes what a member asked for; refused where they never did.
    pub async fn answer(
        &self,
        user: UserId,
        answer: impl FnMut(&mut ErasureRequest) -> Outcome<()> + Send,
    ) -> Outcome<ErasureRequest> {
        Ok(self.change(user, answer).await?.ok_or(Refusal::NoErasureRequest)?)
    }

    /// The same; `None` where they never did.
    pub async fn change(
        &self,
        user: UserId,
        change: impl FnMut(&mut ErasureRequest) -> Outcome<()> + Send,
    ) -> Outcome<Option<ErasureRequest>> {
        let known = self.documents.get::<ErasureRequest>(&record_id(self.at.bot, user)).await?;
        let Some(mut known) = known else { return Ok(None) };
        self.documents.relay(&mut known.value).await?;
        let changed = self.documents.update_recorded(known, change).await?;
        Ok(changed.map(|changed| self.told(changed)))
    }

    /// Makes records of events where a process died before it could.
    pub async fn relay(&self) -> StoreResult<()> {
        let selection = Selection::Prefix(format!("erasure_request:{}:", self.at.bot));
        let list = List { selection, order: Order::Ascending, limit: MOST_READ, after: None };
        for record in self.documents.store().list(&list).await?.records {
            let mut known: Stored<ErasureRequest> = decode(record)?;
            self.documents.relay(&mut known.value).await?;
        }
        Ok(())
    }

    fn in_state(&self, status: RequestStatus) -> Selection {
        Selection::Filter(Filter {
            kind: ErasureRequest::KIND.into(),
            states: vec![status.name().into()],
            facets: Facets::facet("bot", self.at.bot).into_iter().collect(),
            ..Filter::default()
        })
    }

    fn told(&self, change: Change<ErasureRequest>) -> ErasureRequest {
        for event in &change.events {
            self.watcher.saw(self.at, event);
        }
        change.stored.value
    }
}
