//! The bots that the service works for, in the core database.

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored, decode};
use super::{Cursor, List, Order, Selection, StoreError, StoreResult, settled};
use crate::bot::{Bot, StopReason};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::ids::BotId;
use crate::seal::Sealed;

/// So many bots are read at once.
const PAGE: usize = 500;

/// The registered bots.
#[derive(Debug, Clone)]
pub struct Bots {
    documents: Documents,
}

/// A page of bots, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BotPage {
    /// The bots.
    pub bots: Vec<Bot>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct BotDocument {
    bot: BotId,
    name: String,
    token: Sealed,
    added_at: Timestamp,
    stopped: Option<StopReason>,
    #[serde(default)]
    commands: Option<String>,
}

impl Document for BotDocument {
    const KIND: &'static str = "bot";

    fn id(&self) -> String {
        key(self.bot)
    }

    fn state(&self) -> &'static str {
        if self.stopped.is_some() { "stopped" } else { "active" }
    }

    fn at(&self) -> Timestamp {
        self.added_at
    }
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
    pub async fn put(&self, bot: Bot) -> Outcome<bool> {
        let document = BotDocument::from(bot);
        loop {
            let replaced = self.documents.update(key(document.bot), |stored: &mut BotDocument| {
                *stored = document.clone();
                Ok(())
            });
            if replaced.await?.is_some() {
                return self.changed().await.map(|()| true);
            }
            match self.documents.insert(&document).await {
                Ok(_) => return self.changed().await.map(|()| false),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// One bot.
    pub async fn get(&self, bot: BotId) -> StoreResult<Option<Bot>> {
        let stored: Option<Stored<BotDocument>> = self.documents.get(&key(bot)).await?;
        Ok(stored.map(|stored| stored.value.into()))
    }

    /// A page of at most `limit` bots, 1 to 1,000, by id.
    pub async fn page(&self, limit: usize, after: Option<Cursor>) -> StoreResult<BotPage> {
        let selection = Selection::Prefix(key_prefix());
        let page = self.documents.store().list(&List { selection, order: Order::Ascending, limit, after }).await?;
        let bots = page.records.into_iter().map(|record| decode::<BotDocument>(record).map(|bot| bot.value.into()));
        Ok(BotPage { bots: bots.collect::<StoreResult<_>>()?, next: page.next })
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

    /// A number that is another one whenever bots were registered, removed, stopped or started again. Where a process died
    /// between such a change and its count, only the next change shows: all bots are to be read now and then all the
    /// same.
    pub async fn changes(&self) -> StoreResult<u64> {
        let changes: Option<Stored<BotChanges>> = self.documents.get(CHANGES).await?;
        Ok(changes.map_or(0, |changes| changes.value.count))
    }

    async fn changed(&self) -> Outcome<()> {
        let counted = self.documents.update_or_insert(CHANGES.to_owned(), BotChanges::default, |changes| {
            changes.count += 1;
            Ok(())
        });
        counted.await.map(drop)
    }

    /// Forgets a bot and its token; whether it was registered.
    pub async fn remove(&self, bot: BotId) -> Outcome<bool> {
        let removed = settled::delete(&**self.documents.store(), &key(bot), None).await?;
        self.changed().await?;
        Ok(removed)
    }

    /// Notes why a bot was stopped for good, or with `None` that it may start again; whether it is registered.
    pub async fn set_stopped(&self, bot: BotId, stopped: Option<StopReason>) -> Outcome<bool> {
        let changed = self.documents.update(key(bot), |document: &mut BotDocument| {
            document.stopped = stopped;
            Ok(())
        });
        let known = changed.await?.is_some();
        if known {
            self.changed().await?;
        }
        Ok(known)
    }

    /// Notes which slash commands were registered for a bot.
    pub async fn set_commands(&self, bot: BotId, digest: &str) -> Outcome<()> {
        let changed = self.documents.update(key(bot), |document: &mut BotDocument| {
            document.commands = Some(digest.to_owned());
            Ok(())
        });
        changed.await.map(|_| ())
    }
}

impl From<Bot> for BotDocument {
    fn from(Bot { id, name, token, added_at, stopped, commands }: Bot) -> Self {
        Self { bot: id, name, token, added_at, stopped, commands }
    }
}

impl From<BotDocument> for Bot {
    fn from(BotDocument { bot, name, token, added_at, stopped, commands }: BotDocument) -> Self {
        Self { id: bot, name, token, added_at, stopped, commands }
    }
}

fn key(bot: BotId) -> String {
    format!("{}{bot}", key_prefix())
}

fn key_prefix() -> String {
    format!("{}:", BotDocument::KIND)
}
