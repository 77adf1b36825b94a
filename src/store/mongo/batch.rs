//! Several writes within one deadline: inserts that follow one another as one command, the others one by one.

use std::sync::{Arc, Mutex, PoisonError};

use mongodb::Collection;
use mongodb::bson::Document;
use mongodb::error::{Error, ErrorKind};
use tickit_domain::store::{Record, StoreError, StoreResult, Write, Written};

use super::documents::document;
use super::failure::{self, Failure};
use super::filters;

/// Writes under way.
pub(super) struct Batch {
    records: Collection<Document>,
    steps: Vec<Step>,
    progress: Progress,
}

/// What is one command for the server.
enum Step {
    /// Each with its first revision.
    Insert(Vec<(u64, Document)>),
    Replace {
        id: String,
        document: Document,
        expected: u64,
    },
    Delete {
        id: String,
        expected: Option<u64>,
    },
}

/// How far the writes are, for a caller who may stop waiting before they end.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    written: Written,
    is_abandoned: bool,
}

impl Progress {
    /// What is known to be done once the writes ended, or once nobody waits for them: then no further one is begun.
    pub(super) fn end(&self, ended: StoreResult<()>) -> Written {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.is_abandoned = true;
        let mut written = seen.written.clone();
        if let Err(error) = ended {
            written.refused = Some(error);
        }
        written
    }

    /// Notes what came of a step; whether to go on.
    fn note(&self, step: Written) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.written.revs.extend(step.revs);
        seen.written.refused = step.refused;
        seen.written.refused.is_none() && !seen.is_abandoned
    }
}

impl Batch {
    pub(super) fn new(records: Collection<Document>, writes: Vec<Write>) -> StoreResult<Self> {
        let mut steps = Vec::new();
        for write in writes {
            match (write, steps.last_mut()) {
                (Write::Insert(record), last) => {
                    let rev = record.rev.saturating_add(1);
                    let insert = (rev, document(&Record { rev, ..record })?);
                    match last {
                        Some(Step::Insert(inserts)) => inserts.push(insert),
                        _ => steps.push(Step::Insert(vec![insert])),
                    }
                }
                (Write::Replace { record, expected }, _) => {
                    let record = Record { rev: expected.saturating_add(1), ..record };
                    steps.push(Step::Replace { document: document(&record)?, id: record.id, expected });
                }
                (Write::Delete { id, expected }, _) => steps.push(Step::Delete { id, expected }),
            }
        }
        Ok(Self { records, steps, progress: Progress::default() })
    }

    /// To be asked for what came of the writes.
    pub(super) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Applies the writes up to the first that is refused.
    pub(super) async fn write(self) {
        for step in self.steps {
            let done = match step {
                Step::Insert(inserts) => insert(&self.records, inserts).await,
                Step::Replace { id, document, expected } => replace(&self.records, &id, document, expected).await,
                Step::Delete { id, expected } => delete(&self.records, &id, expected).await,
            };
            if !self.progress.note(done.unwrap_or_else(Written::nothing)) {
                return;
            }
        }
    }
}

async fn insert(records: &Collection<Document>, inserts: Vec<(u64, Document)>) -> StoreResult<Written> {
    let (mut revs, documents): (Vec<u64>, Vec<Document>) = inserts.into_iter().unzip();
    match records.insert_many(&documents).await {
        Ok(_) => Ok(Written { revs, refused: None }),
        Err(error) => match refused_insert(&error) {
            Some((before, error)) => {
                revs.truncate(before);
                Ok(Written { revs, refused: Some(error) })
            }
            None => Err(Failure::Driver(error).of_write()),
        },
    }
}

/// Which insert was refused, and why, where those before it are certain.
fn refused_insert(error: &Error) -> Option<(usize, StoreError)> {
    let ErrorKind::InsertMany(failed) = &*error.kind else { return None };
    if failed.write_concern_error.is_some() {
        return None;
    }
    let first = failed.write_errors.as_ref()?.first()?;
    let why = failure::of_code(first.code).unwrap_or_else(|| StoreError::Unavailable(first.message.clone()));
    Some((first.index, why))
}

async fn replace(records: &Collection<Document>, id: &str, document: Document, expected: u64) -> StoreResult<Written> {
    let replaced = records.replace_one(filters::of_id(id, Some(expected)), document).await;
    if replaced.map_err(|error| Failure::Driver(error).of_write())?.matched_count > 0 {
        return Ok(Written { revs: vec![expected.saturating_add(1)], refused: None });
    }
    Err(if is_there(records, id).await? { StoreError::Conflict } else { StoreError::NotFound })
}

async fn delete(records: &Collection<Document>, id: &str, expected: Option<u64>) -> StoreResult<Written> {
    let deleted = records.delete_one(filters::of_id(id, expected)).await;
    let deleted = deleted.map_err(|error| Failure::Driver(error).of_write())?.deleted_count;
    if deleted == 0 && expected.is_some() && is_there(records, id).await? {
        return Err(StoreError::Conflict);
    }
    Ok(Written { revs: vec![0], refused: None })
}

async fn is_there(records: &Collection<Document>, id: &str) -> StoreResult<bool> {
    let found = records.find_one(filters::of_id(id, None)).await;
    Ok(found.map_err(|error| Failure::Driver(error).of_read())?.is_some())
}
