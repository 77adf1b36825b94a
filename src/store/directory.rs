//! Which guild has which database: a record a guild in the core database, made at the guild's first use.

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore, Record, StoreError, StoreResult, settled};

/// So many guilds are remembered as known; the others are looked up again.
const REMEMBERED_GUILDS: u64 = 200_000;
/// For so long a guild is remembered as not listed. Another process may list it meanwhile.
const ABSENCE: Duration = Duration::from_secs(10);
/// The state of a guild whose database may be used.
const ACTIVE: &str = "active";

/// The directory of one service.
#[derive(Debug)]
pub(super) struct Directory {
    core: Arc<dyn DocumentStore>,
    engine: &'static str,
    known: Cache<GuildId, ()>,
    absent: Cache<GuildId, ()>,
}

impl Directory {
    pub(super) fn new(core: Arc<dyn DocumentStore>, engine: &'static str) -> Self {
        let absent = Cache::builder().max_capacity(REMEMBERED_GUILDS).time_to_live(ABSENCE).build();
        Self { core, engine, known: Cache::new(REMEMBERED_GUILDS), absent }
    }

    /// Whether the guild is listed.
    pub(super) async fn lists(&self, guild: GuildId) -> StoreResult<bool> {
        if self.known.contains_key(&guild) {
            return Ok(true);
        }
        if self.absent.contains_key(&guild) {
            return Ok(false);
        }
        let listed = self.core.get(&key(guild)).await?.is_some();
        if !listed {
            self.absent.insert(guild, ());
        }
        Ok(listed)
    }

    /// Makes sure that the guild is listed with its database, and that it may be used now.
    pub(super) async fn enter(&self, guild: GuildId, database: &str) -> StoreResult<()> {
        if self.known.contains_key(&guild) {
            return Ok(());
        }
        let entry = self.find_or_list(guild, database).await?;
        if entry.state != ACTIVE {
            return Err(StoreError::Unavailable(format!("guild {guild}'s database is {}", entry.state)));
        }
        if entry.body.text_at("engine").as_deref() != Some(self.engine) {
            return Err(StoreError::Unavailable(format!("guild {guild}'s database is on another engine")));
        }
        self.known.insert(guild, ());
        self.absent.invalidate(&guild);
        Ok(())
    }

    async fn find_or_list(&self, guild: GuildId, database: &str) -> StoreResult<Record> {
        let id = key(guild);
        if let Some(entry) = self.core.get(&id).await? {
            return Ok(entry);
        }
        // Every process would write the same, so that they may share a write token.
        let entry = Record {
            write: id.clone(),
            id,
            kind: "directory".into(),
            state: ACTIVE.into(),
            owner: guild.to_string(),
            at: Timestamp::default(),
            rev: 0,
            schema: 1,
            facets: Vec::new(),
            body: json!({ "engine": self.engine, "database": database }).into(),
        };
        settled::insert(&*self.core, entry).await
    }
}

fn key(guild: GuildId) -> String {
    format!("directory:{guild}")
}
