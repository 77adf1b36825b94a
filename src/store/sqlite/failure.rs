//! What SQLite's errors mean to a caller.

use rusqlite::{Error, ErrorCode};
use tickit_domain::store::StoreError;

/// Why a statement, or a whole write, did not go through.
#[derive(Debug)]
pub(super) enum Failure {
    /// The record's own business, such as a conflict. The connection is fine.
    Refused(StoreError),
    /// The file's or the disk's. The connection is not to be used again.
    Engine(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl Failure {
    /// The error of something that was not applied.
    pub(super) fn into_error(self) -> StoreError {
        match self {
            Self::Refused(error) => error,
            Self::Engine(error) => not_applied(&error),
        }
    }
}

/// The error of something that was not applied: a full, read-only or failing disk comes and goes, a broken file stays.
pub(super) fn not_applied(error: &Error) -> StoreError {
    let unreadable = match error {
        Error::FromSqlConversionFailure(..) | Error::InvalidColumnType(..) | Error::IntegralValueOutOfRange(..) => true,
        _ => matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)),
    };
    if unreadable { StoreError::Corrupt(error.to_string()) } else { StoreError::Unavailable(error.to_string()) }
}

/// The error of a commit that failed. Where the disk refused to confirm, the commit may still come to light after a crash.
pub(super) fn not_committed(error: &Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => StoreError::Ambiguous(error.to_string()),
        _ => not_applied(error),
    }
}
