//! The two kinds of error: the user's business, and ours.

pub use crate::refusal::Refusal;

/// Why a verb did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The user's business: told in their words, never logged as an error.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Ours: logged once at the border with an id that the user is shown.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

/// The result of a verb.
pub type Outcome<T> = Result<T, Error>;
