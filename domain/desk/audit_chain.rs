//! Keeping what happened in a chain that shows tampering, and looking through it.

use std::sync::Arc;

use super::open_guild;
use crate::error::Outcome;
use crate::ids::GuildId;
use crate::store::Stores;
use crate::store::audit_chain::{AuditChain, ChainSeal, Checked, Heads, Verdict};
use crate::store::document::{Documents, WriteTokens};

/// The chains of all databases. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AuditChains {
    stores: Arc<dyn Stores>,
    write_tokens: Arc<WriteTokens>,
    seal: Arc<dyn ChainSeal>,
}

impl AuditChains {
    /// Those in these databases, whose links are made with this.
    pub const fn new(stores: Arc<dyn Stores>, write_tokens: Arc<WriteTokens>, seal: Arc<dyn ChainSeal>) -> Self {
        Self { stores, write_tokens, seal }
    }

    /// Appends what happened in a guild, or in the service's own database, and is not in its chain; how much. What
    /// happened before there was a chain is looked for only where that is asked for.
    pub async fn append(&self, guild: Option<GuildId>, how: Appending) -> Outcome<u64> {
        let chain = self.chain(guild).await?;
        let earlier = match how {
            Appending::New => 0,
            Appending::Earlier => chain.adopt_earlier().await?,
        };
        Ok(earlier + chain.append_new().await?)
    }

    /// Looks through the chain of a guild, or of the service's own database; tells how far it is.
    pub async fn verify(
        &self,
        guild: Option<GuildId>,
        noted: Option<(u64, String)>,
        tell: impl FnMut(&Checked) + Send,
    ) -> Outcome<Verdict> {
        Ok(self.chain(guild).await?.verify(noted, tell).await?)
    }

    pub(super) async fn documents(&self, guild: GuildId) -> Outcome<Documents> {
        Ok(open_guild(&*self.stores, &self.write_tokens, guild).await?)
    }

    async fn chain(&self, guild: Option<GuildId>) -> Outcome<AuditChain<'_>> {
        let core = Documents::new(self.stores.core(), Arc::clone(&self.write_tokens));
        let documents = match guild {
            Some(guild) => self.documents(guild).await?,
            None => core.clone(),
        };
        Ok(AuditChain::new(documents, Heads::new(core), &*self.seal, guild))
    }
}

/// What is appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Appending {
    /// What became a record since.
    New,
    /// That, and what was there before there was a chain.
    Earlier,
}
