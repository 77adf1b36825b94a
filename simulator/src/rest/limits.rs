//! Rate limits.

/// Counters of all bots and addresses.
#[derive(Debug, Default)]
pub struct Limits;
