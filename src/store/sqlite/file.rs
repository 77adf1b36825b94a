//! An open file: its two threads, and the way to ask them something within a deadline.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;
use tickit_domain::store::durability::Durability;
use tickit_domain::store::{StoreError, StoreResult};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use super::SqliteLimits;
use super::failure::Failure;
use super::reader::{Question, Reader};
use super::trouble::Trouble;
use super::writer::{Order, Pending, Writer};

/// So many may wait at each thread; who comes after them waits for a place, within the deadline.
const QUEUE: usize = 1024;
/// The stack of a thread. SQLite needs little, and reading a body that nests 64 deep not much more.
const STACK: usize = 1 << 20;

/// One file of records. Its threads end when it is dropped and they have done what was asked.
#[derive(Debug)]
pub(super) struct OpenFile {
    deadline: Duration,
    orders: mpsc::Sender<Order>,
    questions: mpsc::Sender<Question>,
    trouble: Trouble,
    threads: Vec<JoinHandle<()>>,
}

impl OpenFile {
    /// Starts the threads. They open the file when they are asked something.
    pub(super) fn start(path: &Path, limits: &SqliteLimits) -> StoreResult<Self> {
        let (orders, taken_orders) = mpsc::channel(QUEUE);
        let (questions, taken_questions) = mpsc::channel(QUEUE);
        let trouble = Trouble::default();
        let reader = Reader { path: path.to_owned(), connection: Arc::default(), trouble: trouble.clone() };
        let writer = Writer {
            path: path.to_owned(),
            largest: limits.largest_file_pages,
            orders: taken_orders,
            reader: Arc::clone(&reader.connection),
            questions: questions.clone(),
            commits: 0,
            trouble: trouble.clone(),
            connection: None,
        };
        let threads = vec![
            spawn("sqlite-writer", move || writer.run())?,
            spawn("sqlite-reader", move || reader.run(taken_questions))?,
        ];
        Ok(Self { deadline: limits.deadline, orders, questions, trouble, threads })
    }

    /// Has the writer apply a write when it is its turn, and waits until it is as safe as it has to be.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        turns: &Semaphore,
        durability: Durability,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> StoreResult<T> {
        let deadline = Instant::now() + self.deadline;
        let Ok(Ok(_turn)) = timeout_at(deadline, turns.acquire()).await else {
            return Err(StoreError::Unavailable("too many writes wait for their turn".into()));
        };
        let taken = Arc::new(AtomicBool::new(false));
        let (reply, answer) = oneshot::channel();
        let pending = Pending { taken: Arc::clone(&taken), durability, work: Some(work), outcome: None, reply };
        send(&self.orders, Order::Write(Box::new(pending)), deadline).await?;
        match timeout_at(deadline, answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(StoreError::Ambiguous("the file's writer ended".into())),
            Err(_) if taken.swap(true, Ordering::SeqCst) => Err(StoreError::Ambiguous("the disk is slow".into())),
            Err(_) => Err(StoreError::Unavailable("too many writes wait for the disk".into())),
        }
    }

    /// Has the reader answer a question.
    pub(super) async fn read<T: Default + Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> StoreResult<T> {
        let deadline = Instant::now() + self.deadline;
        let (reply, answer) = oneshot::channel();
        send(&self.questions, Reader::question(read, reply), deadline).await?;
        match timeout_at(deadline, answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(StoreError::Unavailable("the file's reader ended".into())),
            Err(_) => Err(StoreError::Unavailable("the disk is slow".into())),
        }
    }

    /// Removes the file.
    pub(super) async fn destroy(&self) -> StoreResult<()> {
        let deadline = Instant::now() + self.deadline;
        let (reply, answer) = oneshot::channel();
        send(&self.orders, Order::Destroy(reply), deadline).await?;
        match timeout_at(deadline, answer).await {
            Ok(Ok(outcome)) => outcome,
            _ => Err(StoreError::Ambiguous("the disk is slow".into())),
        }
    }

    /// What was found wrong with the file of late.
    pub(super) fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// Whether a thread has ended before its time, so that the file is to be opened anew.
    pub(super) fn is_broken(&self) -> bool {
        self.threads.iter().any(JoinHandle::is_finished)
    }

    /// Lets the threads finish what was asked; their handles, to wait for their end.
    pub(super) fn finish(self) -> Vec<JoinHandle<()>> {
        self.threads
    }
}

async fn send<T>(queue: &mpsc::Sender<T>, message: T, deadline: Instant) -> StoreResult<()> {
    match timeout_at(deadline, queue.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(StoreError::Unavailable("the file's thread ended".into())),
        Err(_) => Err(StoreError::Unavailable("too many wait for the disk".into())),
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> StoreResult<JoinHandle<()>> {
    let builder = thread::Builder::new().name(name.into()).stack_size(STACK);
    builder.spawn(work).map_err(|error| StoreError::Unavailable(format!("no thread for the file: {error}")))
}
