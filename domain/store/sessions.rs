//! What a bot's gateway session needs to be resumed after a restart, and how often the bot has identified today.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{DocumentStore, Record, StoreError, StoreResult};
use crate::clock::Clock;
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
}

/// The gateway sessions of all bots, in the core store.
#[derive(Debug, Clone)]
pub struct Sessions {
    store: Arc<dyn DocumentStore>,
    clock: Arc<dyn Clock>,
}

/// Discord counts identifies over a day.
const HOURS: i64 = 24;
const HOUR: Duration = Duration::from_hours(1);

impl Sessions {
    /// The sessions kept in this store, the core one.
    pub const fn new(store: Arc<dyn DocumentStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// The session that a bot's shard had last.
    pub async fn find(&self, bot: BotId, shard: u16) -> StoreResult<Option<StoredSession>> {
        let Some(record) = self.store.get(&session_id(bot, shard)).await? else { return Ok(None) };
        serde_json::from_value(record.body).map(Some).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// Keeps a shard's session over what was kept before. Whoever holds the session writes alone, so the last write wins.
    pub async fn save(&self, bot: BotId, shard: u16, session: &StoredSession) -> StoreResult<()> {
        let id = session_id(bot, shard);
        for _ in 0..3 {
            let known = self.store.get(&id).await?;
            let record = self.record(&id, bot, session)?;
            let written = match known {
                Some(known) => self.store.replace(record, known.rev).await,
                None => self.store.insert(record).await,
            };
            match written {
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                other => return other.map(drop),
            }
        }
        Err(StoreError::Conflict)
    }

    /// Forgets a shard's session.
    pub async fn forget(&self, bot: BotId, shard: u16) -> StoreResult<()> {
        self.store.delete(&session_id(bot, shard), None).await.map(drop)
    }

    /// Counts one identify of the bot, unless `limit` of the last 24 hours are spent; whether it may identify. An error
    /// means that it may not: Discord resets the token of a bot that identifies too often.
    pub async fn spend_identify(&self, bot: BotId, limit: u32) -> StoreResult<bool> {
        let hour = self.clock.now().as_millis().div_euclid(i64::try_from(HOUR.as_millis()).unwrap_or(i64::MAX));
        if self.identifies(bot, hour).await? >= limit {
            return Ok(false);
        }
        if self.store.increment(&identifies_id(bot, hour), 1).await? == 1 {
            for old in hour - 2 * HOURS..hour - HOURS {
                self.store.delete(&identifies_id(bot, old), None).await?;
            }
        }
        Ok(true)
    }

    async fn identifies(&self, bot: BotId, hour: i64) -> StoreResult<u32> {
        let ids: Vec<_> = (hour - HOURS..=hour).map(|hour| identifies_id(bot, hour)).collect();
        let counts = self.store.get_many(&ids).await?;
        let sum: i64 = counts.iter().filter_map(|count| count.body.get("value")?.as_i64()).sum();
        Ok(u32::try_from(sum).unwrap_or(u32::MAX))
    }

    fn record(&self, id: &str, bot: BotId, session: &StoredSession) -> StoreResult<Record> {
        let now = self.clock.now();
        Ok(Record {
            id: id.into(),
            kind: "session".into(),
            state: String::new(),
            owner: bot.to_string(),
            at: now,
            rev: 0,
            write: format!("{}-{}", session.sequence, now.as_millis()),
            schema: 1,
            body: serde_json::to_value(session).map_err(|error| StoreError::Invalid(error.to_string()))?,
        })
    }
}

fn session_id(bot: BotId, shard: u16) -> String {
    format!("session:{bot}:{shard}")
}

fn identifies_id(bot: BotId, hour: i64) -> String {
    format!("identifies:{bot}:{hour}")
}
