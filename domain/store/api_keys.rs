//! API keys, in the core database.

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored, decode};
use super::events::Recorded;
use super::{Cursor, Filter, List, Order, Selection, StoreError, StoreResult};
use crate::actor::Actor;
use crate::api_key::{ApiKey, KeyId, KeyScope};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::event::{EventKind, EventLog};
use crate::ids::BotId;

/// The API keys. Each that is made, bound to a bot or revoked makes an event in the core database.
#[derive(Debug, Clone)]
pub struct ApiKeys {
    documents: Documents,
}

/// A page of keys, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyPage {
    /// The keys, those that were revoked among them.
    pub keys: Vec<ApiKey>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// A key and its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeyDocument {
    #[serde(flatten)]
    key: ApiKey,
    log: EventLog,
}

/// The state of a key that was not revoked.
const LIVE: &str = "live";

impl Document for KeyDocument {
    const KIND: &'static str = "key";

    fn id(&self) -> String {
        record_id(&self.key.id)
    }

    fn state(&self) -> &'static str {
        if self.key.revoked_at.is_some() { "revoked" } else { LIVE }
    }

    fn owner(&self) -> String {
        match self.key.scope {
            KeyScope::Bot(bot) => bot.to_string(),
            KeyScope::Invitation => String::new(),
        }
    }

    fn at(&self) -> Timestamp {
        self.key.created_at
    }
}

impl Recorded for KeyDocument {
    const UNTOLD: &'static [&'static str] = &["digest", "last_used_at"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl ApiKeys {
    /// The keys in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Keeps a new key; `false`, and nothing is kept, where there is or was one of its id.
    pub async fn create(&self, key: ApiKey, actor: &Actor, now: Timestamp) -> Outcome<bool> {
        let mut document = KeyDocument { key, log: EventLog::default() };
        document.record(EventKind::KeyCreated, actor, now);
        match self.documents.insert_recorded(document).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// One key, also where it was revoked.
    pub async fn get(&self, id: &KeyId) -> StoreResult<Option<ApiKey>> {
        let stored: Option<Stored<KeyDocument>> = self.documents.get(&record_id(id)).await?;
        Ok(stored.map(|stored| stored.value.key))
    }

    /// A page of at most `limit` keys, 1 to 1,000, by id.
    pub async fn page(&self, limit: usize, after: Option<Cursor>) -> StoreResult<KeyPage> {
        let selection = Selection::Prefix(format!("{}:", KeyDocument::KIND));
        let page = self.documents.store().list(&List { selection, order: Order::Ascending, limit, after }).await?;
        let keys = page.records.into_iter().map(|record| decode::<KeyDocument>(record).map(|stored| stored.value.key));
        Ok(KeyPage { keys: keys.collect::<StoreResult<_>>()?, next: page.next })
    }

    /// The keys of a bot that were not revoked, at most 1,000.
    pub async fn of_bot(&self, bot: BotId) -> StoreResult<Vec<ApiKey>> {
        let selection = Selection::Filter(Filter {
            kind: KeyDocument::KIND.to_owned(),
            states: vec![LIVE.to_owned()],
            owner: Some(bot.to_string()),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Ascending, limit: 1_000, after: None };
        let page = self.documents.store().list(&list).await?;
        page.records.into_iter().map(|record| decode::<KeyDocument>(record).map(|stored| stored.value.key)).collect()
    }

    /// Makes an invitation the key of a bot; whether it is that bot's now. Of several bots that are registered with one
    /// invitation the first gets it.
    pub async fn bind(&self, id: &KeyId, bot: BotId, actor: &Actor, now: Timestamp) -> Outcome<bool> {
        let bound = self.change(id, |document| {
            if document.key.scope == KeyScope::Invitation {
                document.key.scope = KeyScope::Bot(bot);
                document.record(EventKind::KeyBound, actor, now);
            }
        });
        Ok(bound.await?.is_some_and(|key| key.scope == KeyScope::Bot(bot)))
    }

    /// From now on the key opens nothing; the key, where there is one.
    pub async fn revoke(&self, id: &KeyId, actor: &Actor, now: Timestamp) -> Outcome<Option<ApiKey>> {
        let revoked = self.change(id, |document| {
            if document.key.revoked_at.is_none() {
                document.key.revoked_at = Some(now);
                document.record(EventKind::KeyRevoked, actor, now);
            }
        });
        revoked.await
    }

    /// Notes that a key was used.
    pub async fn note_use(&self, id: &KeyId, now: Timestamp) -> Outcome<()> {
        self.change(id, |document| document.key.last_used_at = Some(now)).await.map(drop)
    }

    async fn change(&self, id: &KeyId, mut change: impl FnMut(&mut KeyDocument) + Send) -> Outcome<Option<ApiKey>> {
        let Some(mut known) = self.documents.get::<KeyDocument>(&record_id(id)).await? else { return Ok(None) };
        self.documents.relay(&mut known.value).await?;
        let changing = self.documents.update_recorded(known, |document| {
            change(document);
            Ok(())
        });
        Ok(changing.await?.map(|changed| changed.stored.value.key))
    }
}

impl KeyDocument {
    fn record(&mut self, kind: EventKind, actor: &Actor, now: Timestamp) {
        self.log.record(&record_id(&self.key.id), kind, actor, now);
    }
}

fn record_id(id: &KeyId) -> String {
    format!("{}:{id}", KeyDocument::KIND)
}
