//! The queues of all webhooks, in the service's own database: each has one worker at a time.

use std::time::Duration;

use super::document::{Document, Documents, Stored, decode};
use super::{Claim, Cursor, List, Order, Record, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::webhook::{QueueState, WebhookId, WebhookOwner, WebhookQueue};

/// So many are read at once.
const PAGE: usize = 500;

/// The queues.
#[derive(Debug, Clone)]
pub struct WebhookQueues {
    documents: Documents,
    worker: String,
}

impl Document for WebhookQueue {
    const KIND: &'static str = "webhook_queue";

    fn id(&self) -> String {
        key(&self.webhook)
    }

    fn state(&self) -> &'static str {
        self.state.name()
    }

    fn owner(&self) -> String {
        self.worker.clone()
    }

    fn at(&self) -> Timestamp {
        self.due
    }
}

impl WebhookQueues {
    /// Those in the service's own database, worked on under a name that no other process has.
    pub const fn new(core: Documents, worker: String) -> Self {
        Self { documents: core, worker }
    }

    /// Makes an empty queue for a webhook, where there is none.
    pub async fn make(&self, queue: &WebhookQueue) -> StoreResult<()> {
        match self.documents.insert(queue).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The queue of a webhook.
    pub async fn get(&self, id: &WebhookId) -> StoreResult<Option<Stored<WebhookQueue>>> {
        self.documents.store().get(&key(id)).await?.map(read).transpose()
    }

    /// Whose webhooks there are, a page at a time; and where the next page begins.
    pub async fn owners(&self, after: Option<Cursor>) -> StoreResult<(Vec<WebhookOwner>, Option<Cursor>)> {
        let selection = Selection::Prefix(format!("{}:", WebhookQueue::KIND));
        let page =
            self.documents.store().list(&List { selection, order: Order::Ascending, limit: PAGE, after }).await?;
        let owners =
            page.records.into_iter().map(|record| decode::<WebhookQueue>(record).map(|queue| queue.value.owner));
        Ok((owners.collect::<StoreResult<_>>()?, page.next))
    }

    /// Notes that there is something new for a webhook. Whoever is at it looks once more before they are done.
    pub async fn wake(&self, id: &WebhookId, now: Timestamp) -> StoreResult<()> {
        loop {
            let Some(Stored { value: mut queue, rev }) = self.get(id).await? else { return Ok(()) };
            queue.asked = queue.asked.wrapping_add(1);
            let is_due = queue.state == QueueState::Ready && queue.due <= now;
            if queue.state != QueueState::Running && !is_due {
                (queue.state, queue.due) = (QueueState::Ready, queue.after_rest(now));
            }
            match self.documents.replace(&queue, rev).await {
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                woken => return woken.map(drop),
            }
        }
    }

    /// Takes queues whose turn it is: those in which something is due, and those whose worker was not heard of in time.
    pub async fn claim(&self, now: Timestamp, lease: Duration, limit: usize) -> StoreResult<Vec<Stored<WebhookQueue>>> {
        let claim = Claim {
            kind: WebhookQueue::KIND.into(),
            states: vec![QueueState::Ready.name().into(), QueueState::Running.name().into()],
            now,
            state: QueueState::Running.name().into(),
            owner: self.worker.clone(),
            until: now.plus(lease),
            limit,
        };
        self.documents.store().claim(&claim).await?.into_iter().map(read).collect()
    }

    /// Lets a queue go, which waits until `next`, if anything is in it. Where something came meanwhile, it is somebody's
    /// turn at once; where somebody else has it by now, it is left alone.
    pub async fn release(
        &self,
        held: Stored<WebhookQueue>,
        next: Option<Timestamp>,
        now: Timestamp,
    ) -> StoreResult<()> {
        let Stored { value: done, mut rev } = held;
        let mut queue = done.clone();
        (queue.state, queue.due) =
            next.map_or((QueueState::Idle, now), |next| (QueueState::Ready, queue.after_rest(next)));
        queue.worker.clear();
        loop {
            match self.documents.replace(&queue, rev).await {
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                released => return released.map(drop),
            }
            let Some(there) = self.get(&done.webhook).await? else { return Ok(()) };
            if there.value.state != QueueState::Running || there.value.worker != self.worker {
                return Ok(());
            }
            (queue.asked, rev) = (there.value.asked, there.rev);
            (queue.state, queue.due) = (QueueState::Ready, queue.after_rest(now));
        }
    }

    /// Removes the queue of a webhook that is no more.
    pub async fn remove(&self, id: &WebhookId) -> StoreResult<()> {
        self.documents.store().delete(&key(id), None).await.map(drop)
    }
}

fn key(id: &WebhookId) -> String {
    format!("{}:{id}", WebhookQueue::KIND)
}

/// Reads a queue out of its record. A claim changes what records are listed by and leaves the body as it was.
fn read(record: Record) -> StoreResult<Stored<WebhookQueue>> {
    let (state, worker, due) = (QueueState::of_name(&record.state), record.owner.clone(), record.at);
    let mut stored = decode::<WebhookQueue>(record)?;
    if let Some(state) = state {
        stored.value.state = state;
    }
    (stored.value.worker, stored.value.due) = (worker, due);
    Ok(stored)
}
