//! The engine for many guilds: MongoDB, with a database for the service and one for each guild.
//!
//! `<prefix>` and `<prefix>-guild-<guild>`, each with one collection, `records`. A database is made by its first record.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use moka::sync::Cache;
use mongodb::Client;
use secrecy::SecretString;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore, StoreError, StoreResult, Stores};

use self::deadline::Admission;
use self::failure::Failure;
use self::growth::{GROWN, Growth};
use self::store::MongoStore;
use super::OpenError;
use super::directory::Directory;

mod batch;
mod client;
mod deadline;
mod documents;
mod failure;
mod filters;
mod growth;
mod store;
mod upgrade;

/// MongoDB's limit of 63 bytes a database name, less `-guild-` and the longest snowflake.
const LONGEST_PREFIX: usize = 36;
/// So many guilds' sizes are remembered; the others' are looked up again.
const REMEMBERED_GUILDS: u64 = 50_000;

/// What the engine allows itself.
#[derive(Debug, Clone)]
pub struct MongoLimits {
    /// How long anything may take before its caller is told that it is unavailable, or that its outcome is unknown.
    pub deadline: Duration,
    /// So many connections to each server, at most. The driver's own default is 10.
    pub connections: u32,
    /// So many operations are under way at once, at most; those that a hung server holds count.
    pub in_flight: usize,
}

impl Default for MongoLimits {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(2), connections: 100, in_flight: 256 }
    }
}

/// The databases of one service on one cluster.
#[derive(Debug)]
pub struct MongoStores {
    client: Client,
    prefix: String,
    admission: Arc<Admission>,
    growth: Cache<GuildId, Arc<Growth>>,
    core: Arc<MongoStore>,
    directory: Directory,
}

impl MongoStores {
    /// Connects. A server that is away is waited for by the calls, not here: the driver goes on looking for it.
    pub async fn open(uri: &SecretString, prefix: &str) -> Result<Self, OpenError> {
        Self::open_within(uri, prefix, MongoLimits::default()).await
    }

    /// Connects with limits of one's own.
    pub async fn open_within(uri: &SecretString, prefix: &str, limits: MongoLimits) -> Result<Self, OpenError> {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if prefix.is_empty() || prefix.len() > LONGEST_PREFIX || !prefix.bytes().all(sound) {
            return Err(OpenError::Prefix { prefix: prefix.to_owned(), longest: LONGEST_PREFIX });
        }
        let client = client::connect(uri, &limits).await?;
        let admission = Arc::new(Admission::new(limits));
        let core = Arc::new(MongoStore::new(client.database(prefix), Arc::clone(&admission), Arc::new(Growth::new(0))));
        match core.health().await {
            Ok(health) => tracing::info!(engine = health.engine, latency = ?health.latency, "connected"),
            Err(error @ StoreError::Denied(_)) => return Err(error.into()),
            Err(error) => tracing::warn!(%error, "MongoDB is not there yet"),
        }
        let directory = Directory::new(core.clone(), "mongodb");
        Ok(Self {
            client,
            prefix: prefix.to_owned(),
            admission,
            growth: Cache::new(REMEMBERED_GUILDS),
            core,
            directory,
        })
    }
}

#[async_trait]
impl Stores for MongoStores {
    fn core(&self) -> Arc<dyn DocumentStore> {
        self.core.clone()
    }

    async fn guild(&self, guild: GuildId) -> StoreResult<Arc<dyn DocumentStore>> {
        let name = format!("{}-guild-{guild}", self.prefix);
        self.directory.enter(guild, &name).await?;
        let database = self.client.database(&name);
        if !self.growth.contains_key(&guild) {
            match self.admission.run(upgrade::upgrade(database.collection("records"))).await {
                // It goes on for as long as it takes.
                Ok(()) | Err(Failure::Late) => {}
                Err(error) => return Err(error.of_read()),
            }
        }
        let growth = self.growth.get_with(guild, || Arc::new(Growth::new(GROWN)));
        Ok(Arc::new(MongoStore::new(database, Arc::clone(&self.admission), growth)))
    }

    async fn has_guild(&self, guild: GuildId) -> StoreResult<bool> {
        self.directory.lists(guild).await
    }

    fn is_exclusive(&self) -> bool {
        false
    }

    async fn close(&self) {
        let closing = tokio::spawn(self.client.clone().shutdown().into_future());
        let _ = tokio::time::timeout(Duration::from_secs(5), closing).await;
    }
}
