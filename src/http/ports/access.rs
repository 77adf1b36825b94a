//! Those whom the API does not know.

use std::fmt::Debug;

use tickit_domain::access_refusal::AccessRefusal;

/// Keeps in mind who showed what opens nothing. Notes at once and without waiting for anything.
pub trait AccessWatch: Send + Sync + Debug {
    /// Somebody did, from this address or network: the public id of the key where there is such a key.
    fn refused(&self, refusal: AccessRefusal, key: Option<&str>, from: &str);
}
