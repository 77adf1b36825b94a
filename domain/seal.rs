//! Secrets at rest: what the domain may hold of them, which is ciphertext only.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A secret that was sealed for one purpose and place; only the service's keys open it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

impl Sealed {
    /// Wraps ciphertext that the service's sealing made, as text.
    pub const fn from_ciphertext(ciphertext: String) -> Self {
        Self(ciphertext)
    }

    /// The ciphertext as text.
    pub fn ciphertext(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}
