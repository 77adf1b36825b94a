//! The key of the audit log's chain: drawn once for an installation, and kept sealed in the core database.
//!
//! It stays when `ENCRYPTION_KEY` is changed and is sealed anew then, since links are never made again.

use std::fmt;

use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use tickit_domain::clock::Timestamp;
use tickit_domain::seal::Sealed;
use tickit_domain::store::audit_chain::ChainSeal;
use tickit_domain::store::{DocumentStore, Record, StoreError, settled};

use super::sealed_value::SealedValue;
use super::vault::{OpenError, Purpose, SealError, Vault};

/// Why there is no such key.
#[derive(Debug, thiserror::Error)]
pub enum AuditKeyError {
    /// The record was changed, or sealed with a key that is gone.
    #[error("the key of the audit log cannot be opened: {0}")]
    Open(#[from] OpenError),
    /// The record is there and is none of ours.
    #[error("the record {ID} in the core database is not readable")]
    Unreadable,
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The key.
pub struct AuditKey(SecretString);

const ID: &str = "seal:audit";
const KEY: SealedValue = SealedValue { id: ID, place: "core/seal:audit/value", purpose: Purpose::AuditKey };

impl AuditKey {
    /// Reads the key, or keeps `new`, which is as long as it is hard to guess, where there is none.
    pub async fn read_or_keep(
        vault: &Vault,
        core: &dyn DocumentStore,
        new: SecretString,
        now: Timestamp,
    ) -> Result<Self, AuditKeyError> {
        if let Some(record) = core.get(ID).await? {
            return open(vault, &record).map(|(_, key)| Self(key));
        }
        match settled::insert(core, KEY.record(vault, &new, now)?).await {
            Ok(_) => Ok(Self(new)),
            // Another process was first.
            Err(StoreError::Conflict) => {
                let record = core.get(ID).await?.ok_or(StoreError::NotFound)?;
                open(vault, &record).map(|(_, key)| Self(key))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Seals it with the key that seals now.
    pub async fn seal_anew(vault: &Vault, core: &dyn DocumentStore, now: Timestamp) -> Result<(), AuditKeyError> {
        let record = core.get(ID).await?.ok_or(StoreError::NotFound)?;
        let (sealed, key) = open(vault, &record)?;
        if vault.is_outdated(&sealed) {
            settled::replace(core, KEY.record(vault, &key, now)?, record.rev).await?;
        }
        Ok(())
    }
}

impl ChainSeal for AuditKey {
    fn code(&self, text: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.expose_secret().as_bytes());
        let tag = hmac::sign(&key, text.as_bytes());
        let digits = tag.as_ref().iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuditKey")
    }
}

fn open(vault: &Vault, record: &Record) -> Result<(Sealed, SecretString), AuditKeyError> {
    KEY.open(vault, record)?.ok_or(AuditKeyError::Unreadable)
}

#[cfg(test)]
mod tests {
    use tickit_domain::store::Stores;

    use super::*;
    use crate::store::MemoryStores;

    const KEYS: [&str; 2] = [
        "9f1c2ab7d0e3445566778899aabbccddeeff00112233a4b5c6d7e8f901234567",
        "1f1c2ab7d0e3445566778899aabbccddeeff00112233a4b5c6d7e8f901234567",
    ];

    fn vault(key: &str, old: &[&str]) -> Vault {
        let old: Vec<SecretString> = old.iter().map(|key| SecretString::from(*key)).collect();
        Vault::new(&key.into(), &"00112233445566778899aabbccddeeff".into(), &old).unwrap()
    }

    async fn code(vault: &Vault, stores: &MemoryStores, new: &str) -> Result<String, AuditKeyError> {
        let key = AuditKey::read_or_keep(vault, &*stores.core(), new.into(), Timestamp::default()).await?;
        Ok(key.code("text"))
    }

    #[tokio::test]
    async fn the_key_that_was_kept_first_stays_and_codes_are_hmac_sha256() {
        let (stores, vault) = (MemoryStores::default(), vault(KEYS[0], &[]));
        // As `printf text | openssl dgst -sha256 -hmac first` says.
        let first = code(&vault, &stores, "first").await.unwrap();
        assert_eq!(code(&vault, &stores, "second").await.unwrap(), first);
        assert_eq!(first, "fe0d38c8cce3eb4c2589c89d5efe82241aad322f6586ccf35b5993a7a68e89fe");
        assert_ne!(code(&vault, &MemoryStores::default(), "second").await.unwrap(), first);
    }

    #[tokio::test]
    async fn it_outlives_the_key_that_sealed_it() {
        let stores = MemoryStores::default();
        let first = code(&vault(KEYS[0], &[]), &stores, "first").await.unwrap();
        let rotated = vault(KEYS[1], &[KEYS[0]]);
        AuditKey::seal_anew(&rotated, &*stores.core(), Timestamp::default()).await.unwrap();
        assert_eq!(code(&vault(KEYS[1], &[]), &stores, "second").await.unwrap(), first);
        let error = code(&vault(KEYS[0], &[]), &stores, "second").await.unwrap_err();
        assert!(matches!(error, AuditKeyError::Open(OpenError::UnknownKey(_))), "{error}");
    }
}
