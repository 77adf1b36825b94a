//! Another program that is about to identify with the same token goes first: Discord takes one IDENTIFY in 5 seconds
//! (<https://docs.discord.com/developers/events/gateway#sharding-max-concurrency>).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout_at};

/// When a bot's new sessions may be begun.
#[derive(Debug, Clone)]
pub(super) struct Hold {
    /// When the other program was ready.
    released: Arc<watch::Sender<Option<Instant>>>,
    until: Instant,
    spacing: Duration,
}

impl Hold {
    /// Until the other program is ready, and no longer than this; its IDENTIFY may have been just before.
    pub fn of(patience: Duration, spacing: Duration) -> Self {
        Self { released: Arc::new(watch::Sender::new(None)), until: Instant::now() + patience, spacing }
    }

    /// The other program is ready.
    pub fn release(&self) {
        self.released.send_if_modified(|released| {
            let is_first = released.is_none();
            released.get_or_insert_with(Instant::now);
            is_first
        });
    }

    /// Waits until a session may be begun.
    pub async fn wait(&self) {
        let mut released = self.released.subscribe();
        let ready = async { released.wait_for(Option::is_some).await.ok().and_then(|at| *at) };
        if let Ok(Some(at)) = timeout_at(self.until, ready).await {
            sleep_until(at + self.spacing).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_is_ready_lets_the_other_begin_five_seconds_later_and_silence_does_after_six() {
        let (patience, spacing) = (Duration::from_secs(6), Duration::from_secs(5));
        let (began, hold) = (Instant::now(), Hold::of(patience, spacing));
        hold.wait().await;
        assert_eq!(began.elapsed(), patience);
        let (began, hold) = (Instant::now(), Hold::of(patience, spacing));
        tokio::time::advance(Duration::from_secs(1)).await;
        hold.release();
        hold.release();
        hold.wait().await;
        assert_eq!(began.elapsed(), Duration::from_secs(6));
        Hold::of(Duration::ZERO, spacing).wait().await;
        assert_eq!(began.elapsed(), Duration::from_secs(6));
    }
}
