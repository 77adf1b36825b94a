//! Who is told of Discord's answers, for the metrics.

use std::fmt::Debug;

use tickit_domain::clock::Timestamp;

/// Is told of each answer of Discord's.
pub trait AnswerObserver: Send + Sync + Debug {
    /// An answer came, with this HTTP status, and with this as the time at Discord.
    fn answered(&self, status: u16, date: Option<Timestamp>);
}

/// Observes nothing.
impl AnswerObserver for () {
    fn answered(&self, _: u16, _: Option<Timestamp>) {}
}
