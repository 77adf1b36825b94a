//! What was found broken in a file, for as long as that is news.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long a file counts as broken after it was last found so. A backup may have been put in its place.
const NEWS: Duration = Duration::from_mins(2);

/// Shared by all who use a file. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Corruption(Arc<Mutex<Option<(Instant, String)>>>);

impl Corruption {
    /// The file was found broken.
    pub(super) fn found(&self, how: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), how.to_owned()));
    }

    /// There is another file now.
    pub(super) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How it was found broken of late.
    pub(super) fn lately(&self) -> Option<String> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.as_ref().filter(|(when, _)| when.elapsed() < NEWS).map(|(_, how)| how.clone())
    }
}
