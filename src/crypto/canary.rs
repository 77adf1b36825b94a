//! A record that only the right key opens, so that a service with another key does not start.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::seal::Sealed;
use tickit_domain::store::{DocumentStore, Record, StoreError};

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
const PLACE: &str = "core/seal:canary/value";
const TEXT: &str = "tickit";

/// Makes the record in a new database; opens it in one that was there. Seals it again where an old key did.
pub async fn check_canary(vault: &Vault, core: &dyn DocumentStore, now: Timestamp) -> Result<(), CanaryError> {
    let Some(record) = core.get(ID).await? else {
        return match core.insert(sealed_record(vault, now)?).await {
            // Another process was first, perhaps with another key.
            Err(StoreError::Conflict | StoreError::Ambiguous(_)) => {
                let record = core.get(ID).await?.ok_or(StoreError::NotFound)?;
                open(vault, &record).map(|_| ())
            }
            inserted => inserted.map(|_| ()).map_err(CanaryError::from),
        };
    };
    let sealed = open(vault, &record)?;
    if vault.is_outdated(&sealed) {
        let replaced = core.replace(sealed_record(vault, now)?, record.rev).await;
        // Whoever else changed it had a key that is right as well; the next start sees to what was left.
        if let Err(error) = replaced {
            tracing::warn!(%error, "the canary is still sealed with an old key");
        }
    }
    Ok(())
}

fn open(vault: &Vault, record: &Record) -> Result<Sealed, CanaryError> {
    let text = record.body.get("value").and_then(|value| value.as_str()).ok_or(CanaryError::Unreadable)?;
    let sealed = Sealed::from_ciphertext(text.to_owned());
    let opened = vault.open(Purpose::Canary, PLACE, &sealed).map_err(CanaryError::WrongKey)?;
    if opened.expose_secret() == TEXT { Ok(sealed) } else { Err(CanaryError::Unreadable) }
}

fn sealed_record(vault: &Vault, now: Timestamp) -> Result<Record, SealError> {
    let sealed = vault.seal(Purpose::Canary, PLACE, &SecretString::from(TEXT))?;
    Ok(Record {
        id: ID.to_owned(),
        kind: "seal".to_owned(),
        state: String::new(),
        owner: String::new(),
        at: now,
        rev: 0,
        // Unique as its nonce is.
        write: sealed.ciphertext().to_owned(),
        schema: 1,
        body: json!({ "value": sealed }),
    })
}
