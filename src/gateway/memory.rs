//! What outlives a session's process: enough to resume it, and the count of identifies.

use std::fmt::Debug;
use std::sync::Arc;

use anyhow::Context as _;
use async_trait::async_trait;
use secrecy::SecretString;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::sessions::{Sessions, StoredSession};

/// One of a bot's shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which one, from 0.
    pub index: u16,
    /// Of how many.
    pub total: u16,
}

/// What resumes a session.
#[derive(Debug, Clone)]
pub struct Held {
    /// Discord's id of the session.
    pub session_id: SecretString,
    /// The last event that was received.
    pub sequence: u64,
    /// Where Discord wants it to be resumed.
    pub resume_url: String,
    /// The intents that it was begun with; resuming it brings no others.
    pub intents: u64,
}

/// Keeps what resumes sessions.
#[async_trait]
pub trait SessionMemory: Send + Sync + Debug {
    /// The session that the shard had last. A session of another number of shards is none.
    async fn recall(&self, bot: BotId, shard: Shard) -> anyhow::Result<Option<Held>>;
    /// Keeps the shard's session.
    async fn remember(&self, bot: BotId, shard: Shard, held: &Held) -> anyhow::Result<()>;
    /// Forgets the shard's session.
    async fn forget(&self, bot: BotId, shard: Shard) -> anyhow::Result<()>;
    /// Counts one identify, unless `limit` of the last 24 hours are spent; whether the bot may identify.
    async fn spend_identify(&self, bot: BotId, limit: u32) -> anyhow::Result<bool>;
}

/// Seals what must not be read in the store. `place` is bound to the ciphertext: it opens in no other place.
pub trait Seal: Send + Sync + Debug {
    /// Seals a secret for a place.
    fn seal(&self, place: &str, secret: &SecretString) -> anyhow::Result<Sealed>;
    /// Opens what was sealed for this place.
    fn open(&self, place: &str, sealed: &Sealed) -> anyhow::Result<SecretString>;
}

/// The session memory in the core store.
#[derive(Debug)]
pub struct StoredMemory {
    sessions: Sessions,
    seal: Arc<dyn Seal>,
}

impl StoredMemory {
    /// Keeps sessions in this repository, their ids sealed.
    pub fn new(sessions: Sessions, seal: Arc<dyn Seal>) -> Self {
        Self { sessions, seal }
    }
}

#[async_trait]
impl SessionMemory for StoredMemory {
    async fn recall(&self, bot: BotId, shard: Shard) -> anyhow::Result<Option<Held>> {
        let stored = self.sessions.find(bot, shard.index).await.context("reading the session")?;
        let Some(stored) = stored.filter(|stored| stored.shards == shard.total) else { return Ok(None) };
        match self.seal.open(&place(bot, shard), &stored.session) {
            Ok(session_id) => Ok(Some(Held {
                session_id,
                sequence: stored.sequence,
                resume_url: stored.resume_url,
                intents: stored.intents,
            })),
            Err(error) => {
                tracing::warn!(%bot, shard = shard.index, %error, "the stored session cannot be opened: it is begun anew");
                Ok(None)
            }
        }
    }

    async fn remember(&self, bot: BotId, shard: Shard, held: &Held) -> anyhow::Result<()> {
        let session = self.seal.seal(&place(bot, shard), &held.session_id).context("sealing the session's id")?;
        let (sequence, resume_url, intents) = (held.sequence, held.resume_url.clone(), held.intents);
        let stored = StoredSession { session, sequence, resume_url, shards: shard.total, intents };
        self.sessions.save(bot, shard.index, &stored).await.context("saving the session")
    }

    async fn forget(&self, bot: BotId, shard: Shard) -> anyhow::Result<()> {
        self.sessions.forget(bot, shard.index).await.context("forgetting the session")
    }

    async fn spend_identify(&self, bot: BotId, limit: u32) -> anyhow::Result<bool> {
        self.sessions.spend_identify(bot, limit).await.context("counting the identify")
    }
}

fn place(bot: BotId, shard: Shard) -> String {
    format!("session:{bot}:{}", shard.index)
}
