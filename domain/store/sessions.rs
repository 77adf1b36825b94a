//! What a bot's gateway session needs to be resumed after a restart, and how often the bot has identified today.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored};
use super::{List, Order, Selection, StoreResult, Write};
use crate::clock::Clock;
use crate::error::Outcome;
use crate::ids::BotId;
use crate::seal::Sealed;

/// A gateway session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSession {
    /// Discord's id of the session, sealed: with the token it opens the session.
    pub session: Sealed,
    /// The last event that was received.
    pub sequence: u64,
    /// Where Discord wants the session to be resumed.
    pub resume_url: String,
    /// Of how many shards this was one; a session of another number is of no use.
    pub shards: u16,
    /// The intents that it was begun with; resuming it brings no others.
    pub intents: u64,
}

/// The gateway sessions of all bots, in the core store.
#[derive(Debug, Clone)]
pub struct Sessions {
    documents: Documents,
    clock: Arc<dyn Clock>,
}

/// A shard's session, with whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct ShardSession {
    bot: BotId,
    shard: u16,
    session: StoredSession,
}

impl Document for ShardSession {
    const KIND: &'static str = "session";

    fn id(&self) -> String {
        session_key(self.bot, self.shard)
    }

    fn owner(&self) -> String {
        self.bot.to_string()
    }
}

/// How often a bot identified in each of the last hours that it did so in, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Identifies {
    bot: BotId,
    hours: Vec<HourCount>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct HourCount {
    /// Hours since 1970.
    hour: i64,
    count: u32,
}

impl Document for Identifies {
    const KIND: &'static str = "identifies";

    fn id(&self) -> String {
        identifies_key(self.bot)
    }

    fn owner(&self) -> String {
        self.bot.to_string()
    }
}

/// So many shards are forgotten at once.
const SHARDS_AT_ONCE: usize = 100;

/// Discord counts identifies over a day.
const HOURS: i64 = 24;
const HOUR: Duration = Duration::from_hours(1);

impl Sessions {
    /// The sessions kept in the core store.
    pub fn new(core: Documents, clock: Arc<dyn Clock>) -> Self {
        Self { documents: core, clock }
    }

    /// The session that a bot's shard had last.
    pub async fn find(&self, bot: BotId, shard: u16) -> StoreResult<Option<StoredSession>> {
        let stored: Option<Stored<ShardSession>> = self.documents.get(&session_key(bot, shard)).await?;
        Ok(stored.map(|stored| stored.value.session))
    }

    /// Keeps a shard's session over what was kept before. Whoever holds the session writes alone, so the last write wins.
    pub async fn save(&self, bot: BotId, shard: u16, session: &StoredSession) -> Outcome<()> {
        let new = || ShardSession { bot, shard, session: session.clone() };
        let saving = self.documents.update_or_insert(session_key(bot, shard), new, |kept: &mut ShardSession| {
            kept.session.clone_from(session);
            Ok(())
        });
        saving.await.map(drop)
    }

    /// Forgets a shard's session.
    pub async fn forget(&self, bot: BotId, shard: u16) -> StoreResult<()> {
        self.documents.store().delete(&session_key(bot, shard), None).await.map(drop)
    }

    /// Forgets the sessions of all of a bot's shards.
    pub async fn forget_all(&self, bot: BotId) -> StoreResult<()> {
        let selection = Selection::Prefix(session_key(bot, ""));
        let list = List { selection, order: Order::Ascending, limit: SHARDS_AT_ONCE, after: None };
        loop {
            let page = self.documents.store().list(&list).await?;
            let removals = page.records.into_iter().map(|record| Write::Delete { id: record.id, expected: None });
            self.documents.store().write_all(removals.collect()).await.all()?;
            if page.next.is_none() {
                return Ok(());
            }
        }
    }

    /// Counts one identify of the bot, unless `limit` of the last 24 hours are spent; whether it may identify. An error
    /// means that it may not: Discord resets the token of a bot that identifies too often.
    pub async fn spend_identify(&self, bot: BotId, limit: u32) -> Outcome<bool> {
        let hour = self.clock.now().as_millis().div_euclid(i64::try_from(HOUR.as_millis()).unwrap_or(i64::MAX));
        let none = || Identifies { bot, hours: Vec::new() };
        let spending = self
            .documents
            .update_or_insert(identifies_key(bot), none, |spent: &mut Identifies| Ok(spent.spend(hour, limit)));
        spending.await.map(|(_, spent)| spent)
    }
}

impl Identifies {
    fn spend(&mut self, hour: i64, limit: u32) -> bool {
        self.hours.retain(|known| known.hour >= hour - HOURS);
        let spent: u32 = self.hours.iter().map(|known| known.count).sum();
        if spent >= limit {
            return false;
        }
        match self.hours.iter_mut().find(|known| known.hour == hour) {
            Some(known) => known.count += 1,
            None => self.hours.push(HourCount { hour, count: 1 }),
        }
        true
    }
}

fn session_key(bot: BotId, shard: impl Display) -> String {
    format!("session:{bot}:{shard}")
}

fn identifies_key(bot: BotId) -> String {
    format!("identifies:{bot}")
}
