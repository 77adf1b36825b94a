//! What is wrong with a file, for as long as that is news.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So long a file counts as broken after it was last found so. A backup may have been put in its place.
const NEWS: Duration = Duration::from_mins(2);

/// Shared by all who use a file. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Trouble(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    corrupt: Option<(Instant, String)>,
    unwritable: Option<(Instant, String)>,
}

impl Trouble {
    /// The file was found to hold what cannot be read.
    pub(super) fn is_corrupt(&self, how: &str) {
        self.found().corrupt = Some((Instant::now(), how.to_owned()));
    }

    /// The file could not be written: it is read-only or locked, or its disk is full or fails.
    pub(super) fn is_unwritable(&self, how: &str) {
        self.found().unwritable = Some((Instant::now(), how.to_owned()));
    }

    /// The file was written.
    pub(super) fn is_written(&self) {
        self.found().unwritable = None;
    }

    /// There is another file now.
    pub(super) fn clear(&self) {
        *self.found() = Found::default();
    }

    /// How the file was found corrupt of late.
    pub(super) fn corruption(&self) -> Option<String> {
        lately(self.found().corrupt.as_ref())
    }

    /// What was found wrong with the file of late.
    pub(super) fn lately(&self) -> Option<String> {
        let found = self.found();
        lately(found.corrupt.as_ref()).or_else(|| lately(found.unwritable.as_ref()))
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lately(found: Option<&(Instant, String)>) -> Option<String> {
    found.filter(|(when, _)| when.elapsed() < NEWS).map(|(_, how)| how.clone())
}
