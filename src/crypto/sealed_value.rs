//! One value that the core database keeps sealed, in a record of its own.

use secrecy::SecretString;
use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::seal::Sealed;
use tickit_domain::store::Record;

use super::vault::{OpenError, Purpose, SealError, Vault};

/// Which value.
#[derive(Debug, Clone, Copy)]
pub(super) struct SealedValue {
    /// Its record's id.
    pub(super) id: &'static str,
    /// Where it is sealed for.
    pub(super) place: &'static str,
    /// For what.
    pub(super) purpose: Purpose,
}

impl SealedValue {
    /// A new record that holds this text, sealed with the key that seals now.
    pub(super) fn record(self, vault: &Vault, text: &SecretString, now: Timestamp) -> Result<Record, SealError> {
        let sealed = vault.seal(self.purpose, self.place, text)?;
        Ok(Record {
            id: self.id.to_owned(),
            kind: "seal".to_owned(),
            state: String::new(),
            owner: String::new(),
            at: now,
            rev: 0,
            // Unique as its nonce is.
            write: sealed.ciphertext().to_owned(),
            schema: 1,
            facets: Vec::new(),
            body: json!({ "value": sealed }).into(),
        })
    }

    /// What a record holds, sealed and open; `None` where it is none of ours.
    pub(super) fn open(self, vault: &Vault, record: &Record) -> Result<Option<(Sealed, SecretString)>, OpenError> {
        let Some(text) = record.body.text_at("value") else { return Ok(None) };
        let sealed = Sealed::from_ciphertext(text);
        let opened = vault.open(self.purpose, self.place, &sealed)?;
        Ok(Some((sealed, opened)))
    }
}
