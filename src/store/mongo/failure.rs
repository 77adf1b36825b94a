//! What the driver's errors mean to a caller.

use std::io;

use mongodb::error::{Error, ErrorKind, WriteFailure};
use tickit_domain::store::StoreError;

/// A unique id that exists already.
const DUPLICATE_KEY: i32 = 11_000;
/// Says that no attempt of a write changed anything
/// (<https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md>).
const NO_WRITES_PERFORMED: &str = "NoWritesPerformed";

/// Why the driver gave no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// Too much is under way: it was not begun.
    Busy,
    /// It was begun, and the deadline passed.
    Late,
    /// The driver's own error.
    Driver(Error),
}

impl Failure {
    /// The error of a read.
    pub(super) fn of_read(self) -> StoreError {
        match self.of_write() {
            StoreError::Ambiguous(text) => StoreError::Unavailable(text),
            error => error,
        }
    }

    /// The error of a write: `Ambiguous` unless it is certain that nothing was applied.
    pub(super) fn of_write(self) -> StoreError {
        match self {
            Self::Busy => StoreError::Unavailable("too much is under way".into()),
            Self::Late => StoreError::Ambiguous("no answer within the deadline".into()),
            Self::Driver(error) => of_driver(&error),
        }
    }
}

fn of_driver(error: &Error) -> StoreError {
    match &*error.kind {
        ErrorKind::Write(WriteFailure::WriteError(refusal)) => {
            of_code(refusal.code).unwrap_or_else(|| not_applied(error))
        }
        ErrorKind::Command(refusal) => match of_code(refusal.code) {
            Some(known) => known,
            None if error.contains_label(NO_WRITES_PERFORMED) => not_applied(error),
            // A stepping down or interrupted primary may have applied it first.
            None => StoreError::Ambiguous(error.to_string()),
        },
        ErrorKind::Authentication { .. } => StoreError::Denied(error.to_string()),
        ErrorKind::BsonDeserialization(_) | ErrorKind::Bson(_) => StoreError::Corrupt(error.to_string()),
        ErrorKind::InvalidArgument { .. } | ErrorKind::BsonSerialization(_) => StoreError::Invalid(error.to_string()),
        kind if was_never_sent(kind) => not_applied(error),
        // Lost on the way there or back, or applied without a majority's confirmation.
        _ => StoreError::Ambiguous(error.to_string()),
    }
}

/// What the server's code says for certain (<https://www.mongodb.com/docs/manual/reference/error-codes/>).
pub(super) fn of_code(code: i32) -> Option<StoreError> {
    match code {
        DUPLICATE_KEY => Some(StoreError::Conflict),
        // Unauthorized, AuthenticationFailed, and Atlas' refusals.
        13 | 18 | 8000 => Some(StoreError::Denied(format!("the server refused with code {code}"))),
        // BadValue, FailedToParse, TypeMismatch, ImmutableField, DocumentValidationFailure.
        2 | 9 | 14 | 66 | 121 => Some(StoreError::Invalid(format!("the server refused with code {code}"))),
        // BSONObjectTooLarge, and its older codes for inserts and updates.
        10_334 | 17_419 | 17_420 => Some(StoreError::TooLarge),
        _ => None,
    }
}

/// The driver reports these only where no attempt reached a server: an earlier attempt's error would come before.
fn was_never_sent(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Io(error) => error.kind() == io::ErrorKind::ConnectionRefused,
        ErrorKind::ServerSelection { .. }
        | ErrorKind::ConnectionPoolCleared { .. }
        | ErrorKind::DnsResolve { .. }
        | ErrorKind::InvalidTlsConfig { .. }
        | ErrorKind::IncompatibleServer { .. }
        | ErrorKind::SessionsNotSupported
        | ErrorKind::Shutdown => true,
        _ => false,
    }
}

fn not_applied(error: &Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
