//! A thread that notices when the runtime no longer turns. Nothing else could: everything else runs on it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Watches a runtime until it is dropped.
#[derive(Debug)]
pub struct Watchdog {
    /// How often the runtime turned. The thread has it weakly, and ends with it.
    _turns: Arc<AtomicU64>,
    turning: JoinHandle<()>,
}

impl Watchdog {
    /// Watches the runtime that this is called on: looks at intervals of `every`, and calls `stalled` when it has not
    /// turned for so many `looks`. Looks are counted and not time, because a process may be stopped for a while.
    pub fn watch(every: Duration, looks: u32, stalled: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let turns = Arc::new(AtomicU64::new(0));
        let watched = Arc::downgrade(&turns);
        let watching = move || {
            let (mut seen, mut missed) = (0, 0);
            while missed < looks {
                thread::sleep(every);
                let Some(turns) = watched.upgrade() else { return };
                let now = turns.load(Ordering::Relaxed);
                missed = if now == seen { missed + 1 } else { 0 };
                seen = now;
            }
            stalled();
        };
        thread::Builder::new().name("watchdog".into()).spawn(watching)?;
        let counted = Arc::downgrade(&turns);
        let turning = tokio::spawn(async move {
            while let Some(turns) = counted.upgrade() {
                turns.fetch_add(1, Ordering::Relaxed);
                drop(turns);
                sleep(every).await;
            }
        });
        Ok(Self { _turns: turns, turning })
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.turning.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const EVERY: Duration = Duration::from_millis(2);

    #[tokio::test]
    async fn a_runtime_that_is_blocked_is_noticed() {
        let (noticed, told) = mpsc::channel();
        let _watchdog = Watchdog::watch(EVERY, 20, move || noticed.send(()).unwrap()).unwrap();
        assert!(told.recv_timeout(Duration::from_secs(10)).is_ok(), "this blocks the only thread, and nobody noticed");
    }

    #[tokio::test]
    async fn one_that_turns_is_left_alone_and_one_that_ends_too() {
        let (noticed, told) = mpsc::channel();
        let watchdog = Watchdog::watch(EVERY, 1000, move || noticed.send(()).unwrap()).unwrap();
        sleep(Duration::from_millis(100)).await;
        assert_eq!(told.try_recv(), Err(mpsc::TryRecvError::Empty));
        drop(watchdog);
        assert_eq!(told.recv_timeout(Duration::from_secs(10)), Err(mpsc::RecvTimeoutError::Disconnected));
    }
}
