//! What the service and every command that touches its databases stand on.

use std::sync::Arc;

use anyhow::Context as _;
use tickit_domain::clock::Clock;
use tickit_domain::store::Stores;
use tickit_domain::store::bots::Bots;
use tickit_domain::store::document::{Documents, WriteTokens};

use crate::clock::SystemClock;
use crate::config::Config;
use crate::crypto::{CanaryError, Vault, check_canary, seal_canary_anew};
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
        let foundation = Self { stores, sealed, vault, write_tokens, clock };
        match check_canary(&foundation.vault, &*foundation.stores.core(), foundation.clock.now()).await {
            Ok(()) => Ok(foundation),
            Err(error) => {
                foundation.stores.close().await;
                Err(error).context("checking the encryption keys")
            }
        }
    }

    /// Notes that all is sealed with the key that seals now, so that the service starts without an old one.
    pub async fn needs_no_old_key(&self) -> Result<(), CanaryError> {
        seal_canary_anew(&self.vault, &*self.stores.core(), self.clock.now()).await
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

fn store_settings(config: &Config) -> StoreSettings {
    let engine = match &config.store.mongodb_uri {
        Some(uri) => Engine::Mongo { uri: uri.clone() },
        None => Engine::Sqlite { directory: config.store.data_directory.clone() },
    };
    StoreSettings { engine, prefix: config.store.database_prefix.clone() }
}
