//! The bots that the service works for, in the core database.

use serde::{Deserialize, Serialize};

use super::bot_document::{BotDocument, key, key_prefix};
use super::document::{Document, Documents, Stored, decode};
use super::{Cursor, List, Order, Selection, StoreError, StoreResult};
use crate::actor::Actor;
use crate::bot::{Bot, StopReason, Trouble};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::ids::BotId;
use crate::seal::Sealed;

/// So many bots are read at once.
const PAGE: usize = 500;

/// The registered bots. Each change of one makes an event in the core database.
#[derive(Debug, Clone)]
pub struct Bots {
    documents: Documents,
}

/// A page of bots, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BotPage {
    /// The bots; fewer than were asked for where some were removed.
    pub bots: Vec<Bot>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// How often bots were registered, removed, stopped or started again. It is read alone: those who host bots look often,
/// and mostly nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct BotChanges {
    count: u64,
}

impl Document for BotChanges {
    const KIND: &'static str = "bots";

    fn id(&self) -> String {
        CHANGES.to_owned()
    }
}

const CHANGES: &str = "bots:changes";

impl Bots {
    /// The bots in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Registers a bot, over an earlier registration of it; whether there was one.
    pub async fn put(&self, bot: Bot, actor: &Actor, now: Timestamp) -> Outcome<bool> {
        let mut was_registered = false;
        loop {
            let replacing = self.change(bot.id, |document| {
                was_registered = document.is_registered();
                document.put(&bot, actor, now);
            });
            if replacing.await?.is_some() {
                break;
            }
            match self.documents.insert_recorded(BotDocument::of(bot.clone(), actor, now)).await {
                Ok(_) => break,
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.changed().await?;
        Ok(was_registered)
    }

    /// One bot.
    pub async fn get(&self, bot: BotId) -> StoreResult<Option<Bot>> {
        let stored: Option<Stored<BotDocument>> = self.documents.get(&key(bot)).await?;
        Ok(stored.and_then(|stored| stored.value.registered()))
    }

    /// A page of at most `limit` bots, 1 to 1,000, by id.
    pub async fn page(&self, limit: usize, after: Option<Cursor>) -> StoreResult<BotPage> {
        let (documents, next) = self.documents_page(limit, after).await?;
        Ok(BotPage { bots: documents.into_iter().filter_map(BotDocument::registered).collect(), next })
    }

    /// All bots, by id.
    pub async fn all(&self) -> StoreResult<Vec<Bot>> {
        let mut page = self.page(PAGE, None).await?;
        let mut bots = page.bots;
        while let Some(after) = page.next.take() {
            page = self.page(PAGE, Some(after)).await?;
            bots.append(&mut page.bots);
        }
        Ok(bots)
    }

    /// Makes records of events where a process died before it could. To be done once after a start.
    pub async fn relay(&self) -> StoreResult<()> {
        let mut next = None;
        loop {
            let (documents, after) = self.documents_page(PAGE, next).await?;
            for mut document in documents {
                self.documents.relay(&mut document).await?;
            }
            next = after;
            if next.is_none() {
                return Ok(());
            }
        }
    }

    /// A number that is another one whenever bots were registered, removed, stopped or started again. Where a process died
    /// between such a change and its count, only the next change shows: all bots are to be read now and then all the
    /// same.
    pub async fn changes(&self) -> StoreResult<u64> {
        let changes: Option<Stored<BotChanges>> = self.documents.get(CHANGES).await?;
        Ok(changes.map_or(0, |changes| changes.value.count))
    }

    /// Forgets a bot and its token; whether it was registered.
    pub async fn remove(&self, bot: BotId, actor: &Actor, now: Timestamp) -> Outcome<bool> {
        let mut was_registered = false;
        let removing = self.change(bot, |document| {
            was_registered = document.is_registered();
            document.remove(actor, now);
        });
        removing.await?;
        self.changed().await?;
        Ok(was_registered)
    }

    /// Notes why a bot was stopped for good, or with `None` that it may start again; whether it is registered.
    pub async fn set_stopped(
        &self,
        bot: BotId,
        stopped: Option<StopReason>,
        actor: &Actor,
        now: Timestamp,
    ) -> Outcome<bool> {
        let known = self.change_registered(bot, |document| document.set_stopped(stopped, actor, now)).await?;
        if known {
            self.changed().await?;
        }
        Ok(known)
    }

    /// Notes what trouble a bot does not get past, or with `None` that it did; whether it is registered.
    pub async fn set_degraded(
        &self,
        bot: BotId,
        degraded: Option<Trouble>,
        actor: &Actor,
        now: Timestamp,
    ) -> Outcome<bool> {
        self.change_registered(bot, |document| document.set_degraded(degraded, actor, now)).await
    }

    /// Keeps a bot's token sealed anew, unless another was registered meanwhile.
    pub async fn seal_token_anew(&self, bot: BotId, before: &Sealed, anew: &Sealed) -> Outcome<()> {
        self.change_registered(bot, |document| document.seal_token_anew(before, anew)).await.map(drop)
    }

    /// Notes which slash commands were registered for a bot.
    pub async fn set_commands(&self, bot: BotId, digest: &str) -> Outcome<()> {
        self.change_registered(bot, |document| document.set_commands(digest)).await.map(drop)
    }

    async fn changed(&self) -> Outcome<()> {
        let counted = self.documents.update_or_insert(CHANGES.to_owned(), BotChanges::default, |changes| {
            changes.count += 1;
            Ok(())
        });
        counted.await.map(drop)
    }

    /// Changes a bot that is registered; whether it is.
    async fn change_registered(&self, bot: BotId, mut change: impl FnMut(&mut BotDocument) + Send) -> Outcome<bool> {
        let mut is_registered = false;
        let changing = self.change(bot, |document| {
            is_registered = document.is_registered();
            if is_registered {
                change(document);
            }
        });
        changing.await?;
        Ok(is_registered)
    }

    /// Changes what is known of a bot; `None` where that is nothing. Events that an earlier change made are records by
    /// then, and the document's write goes without them.
    async fn change(&self, bot: BotId, mut change: impl FnMut(&mut BotDocument) + Send) -> Outcome<Option<()>> {
        let Some(mut known) = self.documents.get::<BotDocument>(&key(bot)).await? else { return Ok(None) };
        self.documents.relay(&mut known.value).await?;
        let changing = self.documents.update_recorded(known, |document| {
            change(document);
            Ok(())
        });
        Ok(changing.await?.map(drop))
    }

    async fn documents_page(
        &self,
        limit: usize,
        after: Option<Cursor>,
    ) -> StoreResult<(Vec<BotDocument>, Option<Cursor>)> {
        let selection = Selection::Prefix(key_prefix());
        let page = self.documents.store().list(&List { selection, order: Order::Ascending, limit, after }).await?;
        let documents = page.records.into_iter().map(|record| decode::<BotDocument>(record).map(|bot| bot.value));
        Ok((documents.collect::<StoreResult<_>>()?, page.next))
    }
}
