//! What tells the writes of a node apart: a token for each, and the number that a new record's revisions are counted from.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where this node's write tokens come from.
#[derive(Debug)]
pub struct WriteTokens {
    node: String,
    written: AtomicU64,
}

impl WriteTokens {
    /// The tokens of a node, whose name nobody else has and no earlier run of it had.
    pub fn new(node: String) -> Self {
        Self { node, written: AtomicU64::new(0) }
    }

    /// The node's name.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Whether a token is one of this node's.
    pub(super) fn is_own(&self, token: &str) -> bool {
        token.rsplit_once('-').is_some_and(|(node, _)| node == self.node)
    }

    /// The next token, and a number that insertions count their revisions from: another for each token, of 48 bits so that
    /// every store takes it.
    pub(super) fn next(&self) -> (String, u64) {
        let token = self.token();
        let mut hasher = DefaultHasher::new();
        token.hash(&mut hasher);
        (token, hasher.finish() >> 16)
    }

    /// The next token, for a record that stands already.
    pub fn token(&self) -> String {
        format!("{}-{}", self.node, self.written.fetch_add(1, Ordering::Relaxed))
    }
}
