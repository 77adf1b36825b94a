//! What was shown that opens nothing, on its way into the audit log: counted together, bounded, and without anybody's address.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use tickit_domain::access_refusal::{AccessRefusal, CountedRefusals, RefusalCounter};
use tickit_domain::clock::Clock;
use tickit_domain::store::access_refusals::AccessRefusals;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::crypto::{Hasher, Purpose};
use crate::entropy::random_hex;
use crate::foundation::Foundation;
use crate::http::AccessWatch;

/// What comes within this time after the first is recorded with it …
const TOGETHER: Duration = Duration::from_secs(1);

/// … and what comes after that, together so much later.
const PAUSE: Duration = Duration::from_mins(1);

/// How long recording may take when the service stops.
const AT_THE_END: Duration = Duration::from_secs(5);

/// What was shown since it was recorded last.
#[derive(Debug)]
pub(super) struct AccessLog {
    clock: Arc<dyn Clock>,
    hasher: Hasher,
    events: AccessRefusals,
    counter: Mutex<RefusalCounter>,
    came: Notify,
}

/// What is to be recorded, as often as it takes.
#[derive(Debug)]
struct Batch {
    id: String,
    counted: Vec<CountedRefusals>,
}

impl AccessLog {
    pub(super) fn shared(foundation: &Foundation) -> Arc<Self> {
        let (counter, came) = Default::default();
        let hasher = foundation.vault.hasher(Purpose::Addresses);
        let (clock, events) = (Arc::clone(&foundation.clock), AccessRefusals::new(foundation.core()));
        Arc::new(Self { clock, hasher, events, counter, came })
    }

    fn counter(&self) -> MutexGuard<'_, RefusalCounter> {
        self.counter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records what comes until `stop`, and what is left then.
    pub(super) async fn write(self: Arc<Self>, stop: CancellationToken) {
        let mut left = None;
        loop {
            if left.is_none() && stop.run_until_cancelled(self.came.notified()).await.is_none() {
                break;
            }
            if stop.run_until_cancelled(sleep(TOGETHER)).await.is_none() {
                break;
            }
            left = self.record(left).await;
            if stop.run_until_cancelled(sleep(PAUSE)).await.is_none() {
                break;
            }
        }
        let at_the_end = async {
            if self.record(left).await.is_none() {
                self.record(None).await;
            }
        };
        let _ = timeout(AT_THE_END, at_the_end).await;
    }

    /// Records what is left, or else what was counted since; what is left after that.
    async fn record(&self, left: Option<Batch>) -> Option<Batch> {
        let batch = match left {
            Some(left) => left,
            None => self.batch()?,
        };
        match self.events.record(&batch.id, &batch.counted).await {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(%error, "what was shown that opens nothing is not in the audit log yet");
                Some(batch)
            }
        }
    }

    /// What was counted: whoever looks after the service reads the addresses in its log, and the audit log keeps their hashes.
    fn batch(&self) -> Option<Batch> {
        let mut counted = self.counter().take();
        let id = random_hex::<8>().context("naming refusals").inspect_err(|error| tracing::warn!("{error:#}")).ok()?;
        for one in &mut counted {
            let (reason, count, from) = (one.refusal.name(), one.count, one.from.as_deref().unwrap_or("many"));
            tracing::warn!(reason, count, from, key = one.key, "somebody showed what opens nothing");
            one.from = one.from.as_deref().map(|from| self.hasher.hash(from));
        }
        Some(Batch { id, counted }).filter(|batch| !batch.counted.is_empty())
    }
}

impl AccessWatch for AccessLog {
    fn refused(&self, refusal: AccessRefusal, key: Option<&str>, from: &str) {
        let now = self.clock.now();
        self.counter().count(refusal, key, from, now);
        self.came.notify_one();
    }
}
