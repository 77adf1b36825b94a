//! What the service and every command that touches its databases stand on.

use std::sync::Arc;

use anyhow::Context as _;
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::desk::AuditChains;
use tickit_domain::store::bots::Bots;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::{DocumentStore, Stores};

use crate::clock::SystemClock;
use crate::config::Config;
use crate::crypto::{AuditKey, Vault, check_canary, seal_canary_anew};
use crate::entropy::random_hex;
use crate::store::{self, Engine, SealedStores, StoreSettings};

/// Open databases, and the keys that fit them.
#[derive(Debug, Clone)]
pub struct Foundation {
    /// The databases, in which what was said is sealed. Close them at the end.
    pub stores: Arc<dyn Stores>,
    /// The same, for whoever seals what is there already.
    pub sealed: Arc<SealedStores>,
    /// Seals and opens secrets.
    pub vault: Arc<Vault>,
    /// What makes the links of the audit log's chain.
    pub audit_key: Arc<AuditKey>,
    /// Marks this run's writes.
    pub write_tokens: Arc<WriteTokens>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Foundation {
    /// Opens the databases and makes sure that they were sealed with these keys.
    pub async fn lay(config: &Config) -> anyhow::Result<Self> {
        let security = &config.security;
        let vault = Vault::new(&security.encryption_key, &security.encryption_iv, &security.encryption_keys_old)
            .context("reading the encryption keys")?;
        let write_tokens = WriteTokens::new(random_hex::<8>().context("naming this run")?);
        let vault = Arc::new(vault);
        let stores = store::open(store_settings(config)).await.context("opening the databases")?;
        let sealed = Arc::new(SealedStores::new(stores, Arc::clone(&vault), security.seal_contents));
        let stores: Arc<dyn Stores> = sealed.clone();
        let (write_tokens, clock) = (Arc::new(write_tokens), Arc::new(SystemClock));
        match keys_that_fit(&vault, &*stores.core(), clock.now()).await {
            Ok(audit_key) => Ok(Self { stores, sealed, vault, audit_key: Arc::new(audit_key), write_tokens, clock }),
            Err(error) => {
                stores.close().await;
                Err(error)
            }
        }
    }

    /// Notes that all is sealed with the key that seals now, so that the service starts without an old one.
    pub async fn needs_no_old_key(&self) -> anyhow::Result<()> {
        let (core, now) = (self.stores.core(), self.clock.now());
        AuditKey::seal_anew(&self.vault, &*core, now).await?;
        Ok(seal_canary_anew(&self.vault, &*core, now).await?)
    }

    /// The chains of the audit log.
    pub fn audit_chains(&self) -> AuditChains {
        AuditChains::new(Arc::clone(&self.stores), Arc::clone(&self.write_tokens), self.audit_key.clone())
    }

    /// The service's own database.
    pub fn core(&self) -> Documents {
        Documents::new(self.stores.core(), Arc::clone(&self.write_tokens))
    }

    /// The registered bots.
    pub fn bots(&self) -> Bots {
        Bots::new(self.core())
    }
}

/// Makes sure that the core database was sealed with these keys; the key of the audit log's chain, which is sealed in it.
async fn keys_that_fit(vault: &Vault, core: &dyn DocumentStore, now: Timestamp) -> anyhow::Result<AuditKey> {
    check_canary(vault, core, now).await.context("checking the encryption keys")?;
    let new = random_hex::<32>().context("drawing a key for the audit log")?.into();
    AuditKey::read_or_keep(vault, core, new, now).await.context("reading the key of the audit log")
}

fn store_settings(config: &Config) -> StoreSettings {
    let engine = match &config.store.mongodb_uri {
        Some(uri) => Engine::Mongo { uri: uri.clone() },
        None => Engine::Sqlite { directory: config.store.data_directory.clone() },
    };
    StoreSettings { engine, prefix: config.store.database_prefix.clone() }
}
