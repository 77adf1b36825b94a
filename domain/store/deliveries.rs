//! What webhooks are told, in the service's own database: written down before it is sent, and kept for a while after that.

use std::time::Duration;

use super::document::{Document, Documents, Stored, decode};
use super::{Cursor, Facets, Filter, List, Order, Selection, StoreError, StoreResult, Write};
use crate::clock::Timestamp;
use crate::webhook::{Delivery, DeliveryState, WebhookId};

/// How long a delivery is kept once it came to its end, or while its webhook is turned off.
pub const DELIVERIES_KEPT: Duration = Duration::from_hours(7 * 24);

/// How many are removed at a time.
pub const FORGOTTEN_AT_ONCE: usize = 200;

/// The deliveries.
#[derive(Debug, Clone)]
pub struct Deliveries {
    documents: Documents,
}

/// A page of deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryPage {
    /// The deliveries, newest first.
    pub deliveries: Vec<Delivery>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

impl Document for Delivery {
    const KIND: &'static str = "delivery";

    fn id(&self) -> String {
        key(&self.webhook, &self.id)
    }

    fn state(&self) -> &'static str {
        self.state.name()
    }

    fn at(&self) -> Timestamp {
        self.due
    }

    fn facets(&self) -> Facets {
        Facets::default().with("webhook", &self.webhook)
    }
}

impl Deliveries {
    /// Those in the service's own database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Writes deliveries down, but for those that are there already.
    pub async fn add(&self, deliveries: &[Delivery]) -> StoreResult<()> {
        let mut batch = self.documents.batch();
        for delivery in deliveries {
            batch.insert(delivery)?;
        }
        match batch.write().await.all() {
            Err(StoreError::Conflict) => {}
            written => return written.map(drop),
        }
        for delivery in deliveries {
            match self.documents.insert(delivery).await {
                Ok(_) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// One delivery.
    pub async fn get(&self, webhook: &WebhookId, id: &str) -> StoreResult<Option<Stored<Delivery>>> {
        self.documents.get(&key(webhook, id)).await
    }

    /// Saves a delivery over the revision that was read; `Conflict` where somebody else has changed it.
    pub async fn save(&self, delivery: &Delivery, rev: u64) -> StoreResult<u64> {
        self.documents.replace(delivery, rev).await
    }

    /// Those of a webhook that are due, the first of them first, at most `limit`.
    pub async fn due(&self, webhook: &WebhookId, now: Timestamp, limit: usize) -> StoreResult<Vec<Stored<Delivery>>> {
        let until = Some(Timestamp::from_millis(now.as_millis().saturating_add(1)));
        self.pending(webhook, until, limit).await
    }

    /// When the next of a webhook is due.
    pub async fn next_due(&self, webhook: &WebhookId) -> StoreResult<Option<Timestamp>> {
        Ok(self.pending(webhook, None, 1).await?.pop().map(|delivery| delivery.value.due))
    }

    /// A page of a webhook's, newest first; where a state is named, those in it, by when they came to it.
    pub async fn page(
        &self,
        webhook: &WebhookId,
        state: Option<DeliveryState>,
        limit: usize,
        after: Option<Cursor>,
    ) -> StoreResult<DeliveryPage> {
        let selection = match state {
            None => Selection::Prefix(key(webhook, "")),
            Some(state) => of(webhook, state, None),
        };
        let page = self.documents.store().list(&List { selection, order: Order::Descending, limit, after }).await?;
        let deliveries = page.records.into_iter().map(|record| decode::<Delivery>(record).map(|stored| stored.value));
        Ok(DeliveryPage { deliveries: deliveries.collect::<StoreResult<_>>()?, next: page.next })
    }

    /// Removes deliveries of a webhook that is no more; whether there may be more of them.
    pub async fn remove_some(&self, webhook: &WebhookId) -> StoreResult<bool> {
        self.remove(Selection::Prefix(key(webhook, ""))).await
    }

    /// Removes deliveries of which nothing happened since a moment; whether there may be more of them.
    pub async fn forget_some(&self, before: Timestamp) -> StoreResult<bool> {
        let states = DeliveryState::ALL.map(|state| state.name().to_owned()).into();
        let filter = Filter { kind: Delivery::KIND.into(), states, until: Some(before), ..Filter::default() };
        self.remove(Selection::Filter(filter)).await
    }

    async fn remove(&self, selection: Selection) -> StoreResult<bool> {
        let list = List { selection, order: Order::Ascending, limit: FORGOTTEN_AT_ONCE, after: None };
        let found = self.documents.store().list(&list).await?.records;
        let (removed, removals) =
            (found.len(), found.into_iter().map(|record| Write::Delete { id: record.id, expected: None }));
        if removed > 0 {
            self.documents.store().write_all(removals.collect()).await.all()?;
        }
        Ok(removed == FORGOTTEN_AT_ONCE)
    }

    async fn pending(
        &self,
        webhook: &WebhookId,
        until: Option<Timestamp>,
        limit: usize,
    ) -> StoreResult<Vec<Stored<Delivery>>> {
        let selection = of(webhook, DeliveryState::Pending, until);
        let list = List { selection, order: Order::Ascending, limit, after: None };
        self.documents.store().list(&list).await?.records.into_iter().map(decode).collect()
    }
}

fn of(webhook: &WebhookId, state: DeliveryState, until: Option<Timestamp>) -> Selection {
    Selection::Filter(Filter {
        kind: Delivery::KIND.into(),
        states: vec![state.name().into()],
        facets: Facets::facet("webhook", webhook).into_iter().collect(),
        until,
        ..Filter::default()
    })
}

fn key(webhook: &WebhookId, id: &str) -> String {
    format!("{}:{webhook}:{id}", Delivery::KIND)
}
