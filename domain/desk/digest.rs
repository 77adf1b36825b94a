//! Digests of what is posted: by them it is known whether something was posted, and whether it shows what it shall.

use std::hash::{DefaultHasher, Hash, Hasher as _};

/// What Discord knows a message by for some minutes, so that it is posted once: of what makes it that message.
pub(super) fn nonce(message: impl Hash) -> String {
    digest(message)
}

/// A short text that is another where this is another.
pub(super) fn digest(of: impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
