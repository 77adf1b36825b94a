//! Sends what waits for webhooks: each has a queue that one worker has at a time, so that a receiver that is slow or away
//! holds up none but itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tickit_domain::desk::Desk;
use tickit_domain::error::Outcome;
use tickit_domain::store::document::Stored;
use tickit_domain::store::{StoreError, StoreResult};
use tickit_domain::webhook::{Delivery, Follows, TurnedOff, Webhook, WebhookQueue};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::egress::Egress;
use super::request::Sender;
use crate::metrics::Metrics;

/// How often it is looked for what is due.
const LOOK: Duration = Duration::from_secs(1);

/// So many webhooks are sent something at once …
const MOST_QUEUES: usize = 64;

/// … and each of them so many deliveries.
const MOST_AT_ONCE: usize = 4;

/// How many deliveries are read at a time.
const PAGE: usize = 64;

/// How long a queue is sent before it is another's turn. A request that was begun may take as long as one takes.
const TURN: Duration = Duration::from_secs(20);

/// How long nobody else takes a queue: a turn, a request, and saving what became of it.
const LEASE: Duration = Duration::from_mins(1);

/// How often it is tried to let a queue go where the database does not answer, and the pause between. Otherwise it waits for
/// the end of its lease.
const ENDS: usize = 5;
const AGAIN: Duration = Duration::from_secs(1);

/// Whoever sends.
#[derive(Debug)]
pub(super) struct Sending {
    shared: Arc<Shared>,
    places: Arc<Semaphore>,
    tasks: TaskTracker,
}

#[derive(Debug)]
struct Shared {
    desk: Desk,
    metrics: Arc<Metrics>,
    sender: Sender,
    something_new: Arc<Notify>,
    stop: CancellationToken,
}

/// What became of a turn.
enum Turn {
    /// The webhook is no more.
    Removed,
    /// There was nothing to be sent, or no time or no use to send more.
    Over,
}

impl Sending {
    pub(super) fn new(
        desk: Desk,
        metrics: Arc<Metrics>,
        egress: Egress,
        something_new: Arc<Notify>,
        stop: CancellationToken,
    ) -> Self {
        let sender = Sender::new(egress, Arc::clone(desk.clock()));
        let shared = Arc::new(Shared { desk, metrics, sender, something_new, stop });
        Self { shared, places: Arc::new(Semaphore::new(MOST_QUEUES)), tasks: TaskTracker::new() }
    }

    pub(super) async fn run(self) {
        // What an earlier process had begun is taken over at once, where no other can be at it.
        let mut ahead = if self.shared.desk.is_alone() { LEASE } else { Duration::ZERO };
        loop {
            while self.take_due(ahead).await {}
            ahead = Duration::ZERO;
            tokio::select! {
                () = self.shared.stop.cancelled() => break,
                () = self.shared.something_new.notified() => {}
                () = sleep(LOOK) => {}
            }
        }
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Takes queues whose turn it is; whether there may be more, and room for them.
    async fn take_due(&self, ahead: Duration) -> bool {
        let most = self.places.available_permits();
        if most == 0 || self.shared.stop.is_cancelled() {
            return false;
        }
        let taken = self.shared.desk.webhook_queues().claim(self.shared.desk.now().plus(ahead), LEASE, most).await;
        let queues = taken.unwrap_or_else(|error| {
            tracing::warn!(%error, "it cannot be looked for what webhooks are to be sent");
            Vec::new()
        });
        let is_full = queues.len() == most;
        for queue in queues {
            // So many were free, and nobody else takes any.
            if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
                self.tasks.spawn(Arc::clone(&self.shared).take_turn(queue, place));
            }
        }
        is_full
    }
}

impl Shared {
    /// Sends what is due in a queue, and lets it go.
    async fn take_turn(self: Arc<Self>, mut queue: Stored<WebhookQueue>, place: OwnedSemaphorePermit) {
        let webhook = queue.value.webhook.clone();
        let turn = self.send_due(&mut queue.value).await.unwrap_or_else(|error| {
            tracing::warn!(%webhook, error = format!("{error:#}"), "what waits for a webhook is sent later");
            Turn::Over
        });
        for _ in 0..ENDS {
            let ended = match turn {
                Turn::Removed => self.forget(&queue.value).await,
                Turn::Over => self.let_go(queue.clone()).await,
            };
            let Err(error) = ended else { break };
            tracing::warn!(%webhook, %error, "a webhook's queue cannot be let go: its lease ends by itself");
            sleep(AGAIN).await;
        }
        drop(place);
        self.something_new.notify_one();
    }

    async fn send_due(&self, queue: &mut WebhookQueue) -> Outcome<Turn> {
        let end = Instant::now() + TURN;
        loop {
            let Some(webhook) = self.desk.webhook_of(queue).await? else { return Ok(Turn::Removed) };
            let is_over = self.stop.is_cancelled() || Instant::now() >= end || self.rests(queue);
            let due = if webhook.enabled && !is_over {
                self.desk.deliveries().due(&queue.webhook, self.desk.now(), PAGE).await?
            } else {
                Vec::new()
            };
            if due.is_empty() {
                return Ok(Turn::Over);
            }
            if let Some(because) = self.send(&webhook, queue, due, end).await? {
                tracing::info!(webhook = %webhook.id, ?because, "a webhook is turned off");
                self.desk.turn_webhook_off(&webhook, because).await?;
                queue.succeeded();
            }
        }
    }

    /// Sends some deliveries, a few at once, for as long as there is time and the receiver is not to be left alone; why the
    /// webhook is to be turned off, if it is.
    async fn send(
        &self,
        webhook: &Webhook,
        queue: &mut WebhookQueue,
        due: Vec<Stored<Delivery>>,
        end: Instant,
    ) -> StoreResult<Option<TurnedOff>> {
        let enough = AtomicBool::new(false);
        let tries = stream::iter(due).map(|delivery| async {
            let is_over = enough.load(Ordering::Relaxed) || Instant::now() >= end;
            if is_over { Ok(None) } else { self.send_one(webhook, delivery).await }
        });
        let mut tries = std::pin::pin!(tries.buffer_unordered(MOST_AT_ONCE));
        let mut turned_off = None;
        while let Some(tried) = tries.next().await {
            match tried? {
                Some(Follows::Reached) => queue.succeeded(),
                Some(Follows::Missed(rest)) => turned_off = turned_off.or(queue.failed(rest, self.desk.now())),
                Some(Follows::TurnedOff(because)) => turned_off = Some(because),
                None => {}
            }
            if turned_off.is_some() || self.rests(queue) {
                enough.store(true, Ordering::Relaxed);
            }
        }
        Ok(turned_off)
    }

    /// One try; `None` where the service stops, or somebody else has changed the delivery meanwhile.
    async fn send_one(&self, webhook: &Webhook, delivery: Stored<Delivery>) -> StoreResult<Option<Follows>> {
        let Stored { value: mut delivery, rev } = delivery;
        let sending = self.stop.run_until_cancelled(self.sender.send(webhook, &delivery)).await;
        let Some(answer) = sending else { return Ok(None) };
        let follows = delivery.tried(answer, self.desk.now());
        tracing::debug!(webhook = %webhook.id, delivery = delivery.id, last = ?delivery.last, "a delivery was tried");
        match self.desk.deliveries().save(&delivery, rev).await {
            Ok(_) => {
                self.metrics.delivery(delivery.state);
                Ok(Some(follows))
            }
            Err(StoreError::Conflict | StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn rests(&self, queue: &WebhookQueue) -> bool {
        let now = self.desk.now();
        queue.after_rest(now) > now
    }

    /// Lets a queue go until something in it is due. Where the webhook is turned off that is once it is turned on.
    async fn let_go(&self, queue: Stored<WebhookQueue>) -> StoreResult<()> {
        let found = self.desk.webhook_of(&queue.value).await;
        let next = match found.map_err(|error| StoreError::Unavailable(format!("{error:#}")))? {
            Some(webhook) if webhook.enabled => self.desk.deliveries().next_due(&queue.value.webhook).await?,
            Some(_) => None,
            // It was removed meanwhile, and what waits for it is next.
            None => Some(self.desk.now()),
        };
        self.desk.webhook_queues().release(queue, next, self.desk.now()).await
    }

    /// Removes what waits for a webhook that was removed.
    async fn forget(&self, queue: &WebhookQueue) -> StoreResult<()> {
        while self.desk.deliveries().remove_some(&queue.webhook).await? {}
        self.desk.webhook_queues().remove(&queue.webhook).await
    }
}
