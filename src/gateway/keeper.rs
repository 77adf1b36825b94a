//! Keeps what a session holds in the session memory, without ever making the session wait for it.

use std::sync::Arc;

use futures_util::FutureExt;
use tickit_domain::ids::BotId;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::close::Ending;
use super::hosting::Hosting;
use super::memory::{Held, Shard};

/// One session's way to the session memory.
#[derive(Debug)]
pub(super) struct Keeper {
    hosting: Arc<Hosting>,
    bot: BotId,
    shard: Shard,
    due: Instant,
    saved: Option<u64>,
    task: Option<JoinHandle<Option<u64>>>,
}

impl Keeper {
    /// Nothing is saved or known to be.
    pub fn new(hosting: Arc<Hosting>, bot: BotId, shard: Shard) -> Self {
        let due = Instant::now() + hosting.jitter.up_to(hosting.settings.save_every);
        Self { hosting, bot, shard, due, saved: None, task: None }
    }

    /// When [`Keeper::save`] is to be called; `None` while there is nothing to save, so that quiet sessions sleep.
    pub fn due(&self, held: Option<&Held>) -> Option<Instant> {
        held.filter(|held| Some(held.sequence) != self.saved).map(|_| self.due)
    }

    /// What the session before held.
    pub async fn recall(&mut self) -> Result<Option<Held>, Ending> {
        let recall = self.hosting.memory.recall(self.bot, self.shard);
        match timeout(self.hosting.settings.memory_timeout, recall).await {
            Ok(Ok(held)) => {
                self.saved = held.as_ref().map(|held| held.sequence);
                Ok(held)
            }
            Ok(Err(error)) => {
                tracing::warn!(error = format!("{error:#}"), "the session cannot be read: it waits");
                Err(Ending::NoMemory)
            }
            Err(_) => Err(Ending::NoMemory),
        }
    }

    /// Begins to save what is held, if it moved and nothing is being saved.
    pub fn save(&mut self, held: Option<&Held>) {
        self.due = Instant::now() + self.hosting.settings.save_every;
        if self.task.as_ref().is_some_and(|task| !task.is_finished()) {
            return;
        }
        if let Some(Some(Ok(saved))) = self.task.take().map(FutureExt::now_or_never) {
            self.saved = saved.or(self.saved);
        }
        let Some(held) = held.filter(|held| Some(held.sequence) != self.saved).cloned() else { return };
        let (hosting, bot, shard) = (Arc::clone(&self.hosting), self.bot, self.shard);
        self.task = Some(tokio::spawn(async move {
            let saved = timeout(hosting.settings.memory_timeout, hosting.memory.remember(bot, shard, &held)).await;
            if let Ok(Err(error)) = &saved {
                tracing::warn!(%bot, error = format!("{error:#}"), "the session cannot be saved");
            }
            matches!(saved, Ok(Ok(()))).then_some(held.sequence)
        }));
    }

    /// Begins to save a new session. Where one is being saved still, the next turn does it.
    pub fn save_anew(&mut self, held: &Held) {
        self.saved = None;
        self.save(Some(held));
    }

    /// Saves what is held at the end.
    pub async fn save_finally(&mut self, held: Option<&Held>) {
        self.finish().await;
        self.save(held);
        self.finish().await;
    }

    /// Forgets the session.
    pub async fn forget(&mut self) {
        self.finish().await;
        self.saved = None;
        let forget = self.hosting.memory.forget(self.bot, self.shard);
        if let Ok(Err(error)) = timeout(self.hosting.settings.memory_timeout, forget).await {
            tracing::warn!(error = format!("{error:#}"), "the session cannot be forgotten");
        }
    }

    /// Waits for what is being saved, which ends by its own deadline and must not overtake what is written next.
    async fn finish(&mut self) {
        if let Some(task) = self.task.take() {
            self.saved = task.await.ok().flatten().or(self.saved);
        }
    }
}
