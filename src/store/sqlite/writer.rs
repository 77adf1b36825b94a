//! A file's writer: one thread that commits in groups, so that one wait for the disk serves all who wrote meanwhile.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tickit_domain::store::durability::Durability;
use tickit_domain::store::{StoreError, StoreResult};
use tokio::sync::{mpsc, oneshot};

use super::failure::{Failure, not_applied, not_committed};
use super::reader::{Question, Reader, SharedConnection};
use super::schema;
use super::trouble::Trouble;

/// A commit takes no more writes than this …
const LARGEST_GROUP: usize = 256;
/// … and none after so long, so that the first of the group is not kept waiting.
const LONGEST_GROUP: Duration = Duration::from_millis(50);

/// After so many commits the reader empties the log. A commit writes some five pages; SQLite's own threshold, at which
/// the writer would stop for it, is far above.
const COMMITS_A_CHECKPOINT: u32 = 200;

/// What is asked of a writer.
pub(super) enum Order {
    /// Apply a write.
    Write(Box<dyn Write>),
    /// Close and remove the file.
    Destroy(oneshot::Sender<StoreResult<()>>),
}

/// One write, with its outcome until the commit is through.
pub(super) trait Write: Send {
    /// When it has to be safe.
    fn durability(&self) -> Durability;
    /// Takes the write up, unless its caller has given up.
    fn begin(&self) -> bool;
    /// Applies it, or refuses it before it changed anything; an error is the engine's own, and ends the group.
    fn apply(&mut self, connection: &Connection) -> rusqlite::Result<()>;
    /// Tells the caller: the outcome, or the error of the whole group.
    fn answer(self: Box<Self>, group: &StoreResult<()>);
}

/// A write of some outcome.
pub(super) struct Pending<T, W> {
    /// Set by whoever is first: the writer that takes the write up, or the caller that gives up.
    pub(super) taken: Arc<AtomicBool>,
    /// When it has to be safe.
    pub(super) durability: Durability,
    /// What to do; gone once done.
    pub(super) work: Option<W>,
    /// What came of it.
    pub(super) outcome: Option<StoreResult<T>>,
    /// Where the caller waits.
    pub(super) reply: oneshot::Sender<StoreResult<T>>,
}

impl<T, W> Write for Pending<T, W>
where
    T: Send,
    W: FnOnce(&Connection) -> Result<T, Failure> + Send,
{
    fn durability(&self) -> Durability {
        self.durability
    }

    fn begin(&self) -> bool {
        !self.taken.swap(true, Ordering::SeqCst)
    }

    fn apply(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let Some(work) = self.work.take() else { return Ok(()) };
        match work(connection) {
            Ok(value) => self.outcome = Some(Ok(value)),
            Err(Failure::Refused(error)) => self.outcome = Some(Err(error)),
            Err(Failure::Engine(error)) => return Err(error),
        }
        Ok(())
    }

    fn answer(self: Box<Self>, group: &StoreResult<()>) {
        let outcome = match (group, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Unavailable("the write was not taken up".into())),
            (Err(error), _) => Err(error.clone()),
        };
        // A caller that has stopped waiting was told that the outcome is unknown.
        let _ = self.reply.send(outcome);
    }
}

/// The writer of one file. It opens the file when it is needed, and again after each failure of the engine.
pub(super) struct Writer {
    pub(super) path: PathBuf,
    pub(super) largest: Option<u32>,
    pub(super) orders: mpsc::Receiver<Order>,
    pub(super) reader: SharedConnection,
    pub(super) questions: mpsc::Sender<Question>,
    pub(super) commits: u32,
    pub(super) trouble: Trouble,
    pub(super) connection: Option<WriterConnection>,
}

/// An open file, and what its commits wait for.
pub(super) struct WriterConnection {
    connection: Connection,
    durability: Durability,
}

impl WriterConnection {
    /// Has commits wait for the disk, or not, from now on.
    fn set_durability(&mut self, durability: Durability) -> rusqlite::Result<()> {
        if self.durability != durability {
            let synchronous = match durability {
                Durability::Now => "PRAGMA synchronous = FULL",
                Durability::Soon => "PRAGMA synchronous = NORMAL",
            };
            run(&self.connection, synchronous)?;
            self.durability = durability;
        }
        Ok(())
    }
}

impl Writer {
    /// Works until nobody can ask any more.
    pub(super) fn run(mut self) {
        let mut next = self.orders.blocking_recv();
        while let Some(order) = next.take() {
            match order {
                Order::Write(first) => next = self.commit_group(first),
                Order::Destroy(reply) => {
                    let _ = reply.send(self.destroy());
                }
            }
            next = next.or_else(|| self.orders.blocking_recv());
        }
        // Before the reader hears that nobody can ask: the last to close brings the log into the file, and of two that
        // close at once neither is the last.
        self.connection = None;
    }

    /// Commits this write and those that wait behind it; the order that ended the group, if one did.
    fn commit_group(&mut self, first: Box<dyn Write>) -> Option<Order> {
        let mut group = vec![first];
        let mut next = None;
        let outcome = self.write_group(&mut group, &mut next);
        if outcome.is_ok() {
            self.trouble.is_written();
        }
        if let Err(error) = &outcome {
            self.connection = None;
            match error {
                StoreError::Corrupt(text) => self.trouble.is_corrupt(text),
                error => self.trouble.is_unwritable(&error.to_string()),
            }
            tracing::warn!(file = %self.path.display(), %error, writes = group.len(), "writes to a file failed");
        }
        for write in group {
            write.answer(&outcome);
        }
        self.commits += 1;
        if self.commits >= COMMITS_A_CHECKPOINT {
            self.commits = 0;
            // A reader that is too busy is asked again later.
            let _ = self.questions.try_send(Box::new(Reader::checkpoint));
        }
        next
    }

    fn write_group(&mut self, group: &mut Vec<Box<dyn Write>>, next: &mut Option<Order>) -> StoreResult<()> {
        let durability = group.first().map_or(Durability::Now, |write| write.durability());
        let open = match &mut self.connection {
            Some(open) => open,
            closed => {
                let connection = schema::open_writer(&self.path, self.largest).map_err(Failure::into_error)?;
                closed.insert(WriterConnection { connection, durability: Durability::Now })
            }
        };
        open.set_durability(durability).map_err(|error| not_applied(&error))?;
        let connection = &open.connection;
        run(connection, "BEGIN IMMEDIATE").map_err(|error| not_applied(&error))?;
        // Only now: until here a caller that gives up can be told that nothing was applied.
        group.retain(|write| write.begin());
        let began = Instant::now();
        let mut applied = 0;
        loop {
            for write in group.iter_mut().skip(applied) {
                write.apply(connection).map_err(|error| not_applied(&error))?;
            }
            applied = group.len();
            if applied >= LARGEST_GROUP || began.elapsed() >= LONGEST_GROUP {
                break;
            }
            match self.orders.try_recv() {
                Ok(Order::Write(write)) if durability == Durability::Now || write.durability() == durability => {
                    if write.begin() {
                        group.push(write);
                    }
                }
                // One that has to wait for the disk has a group of its own.
                Ok(order) => {
                    *next = Some(order);
                    break;
                }
                Err(_) => break,
            }
        }
        run(connection, "COMMIT").map_err(|error| not_committed(&error))
    }

    fn destroy(&mut self) -> StoreResult<()> {
        // Reads wait meanwhile, and find nothing after.
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        *reader = None;
        self.connection = None;
        self.trouble.clear();
        for ending in ["", "-wal", "-shm"] {
            let mut path = self.path.clone().into_os_string();
            path.push(ending);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(StoreError::Unavailable(format!("{}: {error}", self.path.display())));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn run(connection: &Connection, statement: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(statement)?.execute([]).map(drop)
}
