//! A file's reader: one thread with a connection of its own, which never waits for a commit to reach the disk. Between
//! questions it empties the writer's log.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tickit_domain::store::{StoreError, StoreResult};
use tokio::sync::{mpsc, oneshot};

use super::failure::Failure;
use super::schema;
use super::trouble::Trouble;

/// The reader's connection, where it has one. The writer closes it to remove the file.
pub(super) type SharedConnection = Arc<Mutex<Option<Connection>>>;

/// One question, with the way back to who asked it.
pub(super) type Question = Box<dyn FnOnce(&Reader) + Send>;

/// So many turns a checkpoint takes at most. Each has less to do than the one before.
const CHECKPOINT_TURNS: usize = 3;

/// The reader of one file.
pub(super) struct Reader {
    pub(super) path: PathBuf,
    pub(super) connection: SharedConnection,
    pub(super) trouble: Trouble,
}

impl Reader {
    /// Works until nobody can ask any more.
    pub(super) fn run(self, mut questions: mpsc::Receiver<Question>) {
        while let Some(question) = questions.blocking_recv() {
            question(&self);
        }
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// A question that `read` answers; a file that was never written has only default answers.
    pub(super) fn question<T: Default + Send + 'static>(
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
        reply: oneshot::Sender<StoreResult<T>>,
    ) -> Question {
        Box::new(move |reader: &Self| {
            // Nobody waits any more: the answer would be thrown away.
            if !reply.is_closed() {
                let _ = reply.send(reader.read(read));
            }
        })
    }

    /// Brings what was committed from the log into the file itself, as far as it can be done beside the writer, so that
    /// the writer need not stop for it. What is committed meanwhile takes another turn.
    pub(super) fn checkpoint(&self) {
        for _ in 0..CHECKPOINT_TURNS {
            let done = self.read(|connection| {
                connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
                    let (in_log, in_file): (i64, i64) = (row.get(1)?, row.get(2)?);
                    Ok(in_log == in_file)
                })
            });
            if !matches!(done, Ok(false)) {
                return;
            }
        }
    }

    fn read<T: Default>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> StoreResult<T> {
        let mut slot = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = self.open_and_read(&mut slot, read);
        if let Err(error) = &answer {
            *slot = None;
            if let StoreError::Corrupt(text) = error {
                self.trouble.is_corrupt(text);
            }
            tracing::warn!(file = %self.path.display(), %error, "a read of a file failed");
        }
        answer
    }

    fn open_and_read<T: Default>(
        &self,
        slot: &mut Option<Connection>,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> StoreResult<T> {
        if slot.is_none() {
            *slot = schema::open_reader(&self.path).map_err(Failure::into_error)?;
        }
        match slot {
            Some(connection) => read(connection).map_err(|error| Failure::from(error).into_error()),
            None => Ok(T::default()),
        }
    }
}
