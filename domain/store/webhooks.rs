//! Webhooks: a guild's in its own database, and those of a bot's owner in the service's.

use super::document::{Document, Documents, Stored, decode};
use super::events::Recorded;
use super::{List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::{Outcome, Refusal};
use crate::event::EventLog;
use crate::webhook::{MOST_WEBHOOKS, Webhook, WebhookId, WebhookOwner, record_id};

/// The most webhooks that are read at once: more than there may be, with those whose records are to go.
const MOST_READ: usize = 1000;

/// The webhooks of one owner.
#[derive(Debug, Clone)]
pub struct Webhooks {
    documents: Documents,
    owner: WebhookOwner,
}

impl Document for Webhook {
    const KIND: &'static str = "webhook";

    fn id(&self) -> String {
        record_id(self.owner.bot, &self.id)
    }

    fn at(&self) -> Timestamp {
        self.created_at
    }
}

impl Recorded for Webhook {
    const UNTOLD: &'static [&'static str] = &["url", "secret", "old_secret", "removed", "owner", "id", "locale"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl Webhooks {
    /// Those in the database in which their owner's stand.
    pub const fn new(documents: Documents, owner: WebhookOwner) -> Self {
        Self { documents, owner }
    }

    /// All of them, in the order in which they were made.
    pub async fn all(&self) -> StoreResult<Vec<Stored<Webhook>>> {
        let mut webhooks = self.read().await?;
        webhooks.retain(|webhook| !webhook.value.removed);
        webhooks.sort_by_key(|webhook| webhook.value.number);
        Ok(webhooks)
    }

    /// One of them; `None` where there is none of this id, or it was removed.
    pub async fn get(&self, id: &WebhookId) -> StoreResult<Option<Stored<Webhook>>> {
        let found: Option<Stored<Webhook>> = self.documents.get(&record_id(self.owner.bot, id)).await?;
        Ok(found.filter(|webhook| !webhook.value.removed))
    }

    /// The number of the next one, to be read before those that there are.
    pub async fn next_number(&self) -> StoreResult<u32> {
        Ok(self.documents.counted(&self.sequence()).await?.saturating_add(1))
    }

    /// Stores a new webhook of the next number. `None` where another one was added since the number was read, so that
    /// whoever adds it has to look again whether there is room.
    pub async fn insert(&self, webhook: Webhook) -> Outcome<Option<Webhook>> {
        let mut batch = self.documents.batch();
        batch.count(&self.sequence(), webhook.number)?;
        match batch.insert_recorded(webhook).await {
            Ok(inserted) => Ok(Some(inserted.stored.value)),
            Err(StoreError::Conflict | StoreError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Changes a webhook by compare-and-set, beginning with what was read of it last; refused where it is gone.
    pub async fn update(
        &self,
        known: Stored<Webhook>,
        mut change: impl FnMut(&mut Webhook) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Webhook>> {
        let changing = self.documents.update_recorded(known, |webhook| {
            if webhook.removed {
                return Err(Refusal::NoSuchWebhook.into());
            }
            change(webhook)
        });
        Ok(changing.await?.ok_or(Refusal::NoSuchWebhook)?.stored)
    }

    /// Lets the record go of a webhook that was removed, once each of its events is a record.
    pub async fn forget(&self, mut webhook: Stored<Webhook>) -> StoreResult<()> {
        self.documents.relay(&mut webhook.value).await?;
        self.documents.delete(&webhook.value.id(), webhook.rev).await.map(drop)
    }

    /// Makes records of events where a process died before it could, and forgets what was removed.
    pub async fn relay(&self) -> StoreResult<()> {
        for mut webhook in self.read().await? {
            if webhook.value.removed {
                self.forget(webhook).await?;
            } else {
                self.documents.relay(&mut webhook.value).await?;
            }
        }
        Ok(())
    }

    /// Whether there is room for another one beside these.
    pub const fn has_room(webhooks: &[Stored<Webhook>]) -> bool {
        webhooks.len() < MOST_WEBHOOKS
    }

    fn sequence(&self) -> String {
        format!("sequence:webhook:{}", self.owner.bot)
    }

    async fn read(&self) -> StoreResult<Vec<Stored<Webhook>>> {
        let selection = Selection::Prefix(format!("{}:{}:", Webhook::KIND, self.owner.bot));
        let list = List { selection, order: Order::Ascending, limit: MOST_READ, after: None };
        self.documents.store().list(&list).await?.records.into_iter().map(decode).collect()
    }
}
