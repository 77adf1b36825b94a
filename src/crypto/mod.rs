//! Secrets at rest: sealed for one purpose and one place, with a key that is never stored beside them.
//!
//! A master key is HKDF-SHA256 of `ENCRYPTION_KEY` with `ENCRYPTION_IV` as its salt (never as a nonce). Each purpose
//! and guild has a subkey of its own, so that the 2^32 messages that NIST SP 800-38D allows a key with random nonces
//! are out of reach. Sealed text is base64 of `01 | key id (4) | nonce (12) | ciphertext and tag`; the record's place
//! is additional data, so that ciphertext that was copied elsewhere does not open.

mod audit_key;
mod canary;
mod key;
mod sealed_value;
mod vault;

pub use audit_key::{AuditKey, AuditKeyError};
pub use canary::{CanaryError, check_canary, seal_canary_anew};
pub use key::{Hasher, KeyId, KeyProblem, is_placeholder};
pub use vault::{OpenError, Purpose, SealError, Vault, VaultError, bot_token_place};
