//! Databases in which what people said is sealed: between the repositories and whatever engine keeps their records.
//!
//! Kind, state, owner, moment and facets of a record stay readable, since lists and claims select by them; its body
//! becomes `{"sealed": …}`. Records that are not sealed are read as they are, so that a database may hold both.

mod convert;
mod sealer;
mod store;

use std::sync::Arc;

use async_trait::async_trait;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore, StoreResult, Stores};

pub use self::convert::Progress;
use self::sealer::Sealer;
use self::store::SealedStore;
use crate::crypto::Vault;

/// All databases of one service, with what was said sealed in them.
#[derive(Debug)]
pub struct SealedStores {
    inner: Arc<dyn Stores>,
    vault: Arc<Vault>,
    seals: bool,
}

impl SealedStores {
    /// On an engine's. Where they do not seal, they still open what is sealed.
    pub const fn new(inner: Arc<dyn Stores>, vault: Arc<Vault>, seals: bool) -> Self {
        Self { inner, vault, seals }
    }

    fn sealed(&self, inner: Arc<dyn DocumentStore>, guild: Option<GuildId>) -> SealedStore {
        SealedStore { inner, sealer: Sealer::new(Arc::clone(&self.vault), guild, self.seals) }
    }
}

#[async_trait]
impl Stores for SealedStores {
    fn core(&self) -> Arc<dyn DocumentStore> {
        Arc::new(self.sealed(self.inner.core(), None))
    }

    async fn guild(&self, guild: GuildId) -> StoreResult<Arc<dyn DocumentStore>> {
        let inner = self.inner.guild(guild).await?;
        Ok(Arc::new(self.sealed(inner, Some(guild))))
    }

    async fn has_guild(&self, guild: GuildId) -> StoreResult<bool> {
        self.inner.has_guild(guild).await
    }

    fn is_exclusive(&self) -> bool {
        self.inner.is_exclusive()
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}
