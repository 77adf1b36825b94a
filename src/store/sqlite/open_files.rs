//! The files that are open: a bounded number, the longest unused closed first.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tickit_domain::store::{StoreError, StoreResult};

use super::SqliteLimits;
use super::file::OpenFile;
use super::lock::DirectoryLock;

/// The open files of one data directory.
#[derive(Debug)]
pub(super) struct OpenFiles {
    limits: SqliteLimits,
    table: Mutex<Table>,
    steps: AtomicU64,
}

#[derive(Debug)]
struct Table {
    /// Held while files may be opened.
    lock: Option<DirectoryLock>,
    files: HashMap<PathBuf, Entry>,
    uses: u64,
}

#[derive(Debug)]
struct Entry {
    file: Arc<OpenFile>,
    last_use: u64,
}

impl OpenFiles {
    pub(super) fn new(lock: DirectoryLock, limits: SqliteLimits) -> Self {
        let table = Mutex::new(Table { lock: Some(lock), files: HashMap::new(), uses: 0 });
        Self { limits, table, steps: AtomicU64::new(0) }
    }

    /// The file at this path, opened where it is not.
    pub(super) fn at(&self, path: &Path) -> StoreResult<Arc<OpenFile>> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if table.lock.is_none() {
            return Err(StoreError::Unavailable("the stores are closed".into()));
        }
        table.uses += 1;
        let last_use = table.uses;
        if let Some(entry) = table.files.get_mut(path).filter(|entry| !entry.file.is_broken()) {
            entry.last_use = last_use;
            let file = Arc::clone(&entry.file);
            table.close_unused(self.limits.open_files);
            return Ok(file);
        }
        let file = Arc::new(OpenFile::start(path, &self.limits)?);
        table.files.insert(path.to_owned(), Entry { file: Arc::clone(&file), last_use });
        table.close_unused(self.limits.open_files);
        Ok(file)
    }

    /// Notes what a list has cost.
    pub(super) fn note_steps(&self, steps: u64) {
        self.steps.fetch_add(steps, Ordering::Relaxed);
    }

    /// What all lists so far have cost.
    pub(super) fn steps_of_lists(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// How many files are open.
    pub(super) fn count(&self) -> usize {
        self.table.lock().unwrap_or_else(PoisonError::into_inner).files.len()
    }

    /// Which open files were found broken or could not be written of late, by their names, and how.
    pub(super) fn broken(&self) -> Vec<String> {
        let table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let broken =
            table.files.iter().filter_map(|(path, entry)| Some((path.file_name()?, entry.file.trouble().lately()?)));
        broken.map(|(file, how)| format!("{}: {how}", file.display())).collect()
    }

    /// Closes all files for good, waits until what was asked of them is done, and lets go of the directory.
    pub(super) fn close(&self) {
        let (files, lock) = {
            let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
            (std::mem::take(&mut table.files), table.lock.take())
        };
        for Entry { file, .. } in files.into_values() {
            // Whoever still uses a file ends its threads when done.
            for thread in Arc::into_inner(file).map(OpenFile::finish).unwrap_or_default() {
                let _ = thread.join();
            }
        }
        drop(lock);
    }
}

impl Table {
    /// Closes files that nobody uses right now, until no more are open than allowed.
    fn close_unused(&mut self, allowed: usize) {
        while self.files.len() > allowed {
            let unused = self.files.iter().filter(|(_, entry)| Arc::strong_count(&entry.file) == 1);
            let oldest = unused.min_by_key(|(_, entry)| entry.last_use).map(|(path, _)| path.clone());
            let Some(oldest) = oldest else { return };
            self.files.remove(&oldest);
        }
    }
}
