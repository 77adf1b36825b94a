//! A record that only the right key opens, so that a service with another key does not start.

use secrecy::ExposeSecret;
use tickit_domain::clock::Timestamp;
use tickit_domain::seal::Sealed;
use tickit_domain::store::{DocumentStore, Record, StoreError, settled};

use super::sealed_value::SealedValue;
use super::vault::{OpenError, Purpose, SealError, Vault};

/// Why the service must not start with this key and this database.
#[derive(Debug, thiserror::Error)]
pub enum CanaryError {
    /// The database was sealed with another key.
    #[error(
        "ENCRYPTION_KEY or ENCRYPTION_IV is not the one that this database was sealed with ({0}). Give back the key \
         that was used before, or list it in ENCRYPTION_KEYS_OLD"
    )]
    WrongKey(OpenError),
    /// The record is there and is none of ours.
    #[error("the record {ID} in the core database is not readable")]
    Unreadable,
    /// The record could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const ID: &str = "seal:canary";
const CANARY: SealedValue = SealedValue { id: ID, place: "core/seal:canary/value", purpose: Purpose::Canary };
const TEXT: &str = "tickit";

/// Makes the record in a new database; opens it in one that was there.
pub async fn check_canary(vault: &Vault, core: &dyn DocumentStore, now: Timestamp) -> Result<(), CanaryError> {
    let Some(record) = core.get(ID).await? else {
        return match settled::insert(core, CANARY.record(vault, &TEXT.into(), now)?).await {
            // Another process was first, perhaps with another key.
            Err(StoreError::Conflict) => {
                let record = core.get(ID).await?.ok_or(StoreError::NotFound)?;
                open(vault, &record).map(|_| ())
            }
            inserted => inserted.map(|_| ()).map_err(CanaryError::from),
        };
    };
    open(vault, &record).map(|_| ())
}

/// Seals it with the key that seals now, once all else is: without the old key the service starts from then on.
pub async fn seal_canary_anew(vault: &Vault, core: &dyn DocumentStore, now: Timestamp) -> Result<(), CanaryError> {
    let record = core.get(ID).await?.ok_or(StoreError::NotFound)?;
    if vault.is_outdated(&open(vault, &record)?) {
        settled::replace(core, CANARY.record(vault, &TEXT.into(), now)?, record.rev).await?;
    }
    Ok(())
}

fn open(vault: &Vault, record: &Record) -> Result<Sealed, CanaryError> {
    let opened = CANARY.open(vault, record).map_err(CanaryError::WrongKey)?;
    let (sealed, opened) = opened.ok_or(CanaryError::Unreadable)?;
    if opened.expose_secret() == TEXT { Ok(sealed) } else { Err(CanaryError::Unreadable) }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;
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

    async fn check(vault: &Vault, stores: &MemoryStores) -> Result<(), CanaryError> {
        check_canary(vault, &*stores.core(), Timestamp::from_millis(1)).await
    }

    #[tokio::test]
    async fn the_same_key_is_let_in_again_and_another_is_not() {
        let stores = MemoryStores::default();
        check(&vault(KEYS[0], &[]), &stores).await.unwrap();
        check(&vault(KEYS[0], &[]), &stores).await.unwrap();
        let error = check(&vault(KEYS[1], &[]), &stores).await.unwrap_err();
        assert!(matches!(error, CanaryError::WrongKey(OpenError::UnknownKey(_))), "{error}");
    }

    #[tokio::test]
    async fn a_rotated_key_is_let_in_and_the_old_one_is_needed_until_all_is_sealed_anew() {
        let stores = MemoryStores::default();
        check(&vault(KEYS[0], &[]), &stores).await.unwrap();
        let rotated = vault(KEYS[1], &[KEYS[0]]);
        check(&rotated, &stores).await.unwrap();
        assert!(check(&vault(KEYS[1], &[]), &stores).await.is_err());
        seal_canary_anew(&rotated, &*stores.core(), Timestamp::default()).await.unwrap();
        check(&vault(KEYS[1], &[]), &stores).await.unwrap();
        assert!(check(&vault(KEYS[0], &[]), &stores).await.is_err());
    }

    #[tokio::test]
    async fn two_that_start_at_once_with_different_keys_do_not_both_start() {
        let stores = MemoryStores::default();
        let (one, two) = (vault(KEYS[0], &[]), vault(KEYS[1], &[]));
        let (first, second) = tokio::join!(check(&one, &stores), check(&two, &stores));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }
}
