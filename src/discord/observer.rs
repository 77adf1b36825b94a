//! Who is told of Discord's answers, for the metrics.

use std::fmt::Debug;

/// Is told of each answer of Discord's.
pub trait AnswerObserver: Send + Sync + Debug {
    /// An answer came, with this HTTP status.
    fn answered(&self, status: u16);
}

/// Observes nothing.
impl AnswerObserver for () {
    fn answered(&self, _: u16) {}
}
