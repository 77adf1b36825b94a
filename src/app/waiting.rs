//! Databases that are not to be had when the service starts: it says so, and goes on by itself as soon as they are.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use tickit_commands::words::Words;
use tickit_domain::ids::BotId;
use tickit_domain::store::{StoreError, StoreHealth, StoreResult};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::crypto::CanaryError;
use crate::foundation::Foundation;
use crate::http::{self, BotControl, BotStatus, Database, HttpPorts, HttpState, Lifetime, Listener, ReconnectError};
use crate::store::OpenError;

/// How often they are tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Opens the databases, as often as it takes; `None` where `stop` came first. Fails for what waiting does not mend, such
/// as another key, or another process that has them. Health answers at `listener` meanwhile.
pub(super) async fn for_foundation(
    config: &Config,
    listener: &Listener,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Foundation>> {
    let mut door = None;
    let foundation = loop {
        let error = match Foundation::lay(config).await {
            Ok(foundation) => break Some(foundation),
            Err(error) if may_pass(&error) => format!("{error:#}"),
            Err(error) => return Err(error),
        };
        tracing::error!(error, "the databases cannot be opened: tried again every 2 seconds");
        match &door {
            None => door = Some(Door::open(config, listener, error)?),
            Some(door) => door.absent.tell(error),
        }
        tokio::select! {
            () = stop.cancelled() => break None,
            () = sleep(AGAIN) => {}
        }
    };
    if let Some(door) = door {
        door.close().await;
    }
    Ok(foundation)
}

/// Whether the same may work later.
fn may_pass(error: &anyhow::Error) -> bool {
    match error.downcast_ref::<OpenError>() {
        Some(OpenError::Directory { .. } | OpenError::Core(_)) => true,
        Some(_) => false,
        None => matches!(error.downcast_ref::<CanaryError>(), Some(CanaryError::Store(_))),
    }
}

/// The HTTP door while there is nothing behind it.
struct Door {
    absent: Arc<Absent>,
    stop: CancellationToken,
    serving: JoinHandle<Result<(), http::ServerError>>,
}

impl Door {
    fn open(config: &Config, listener: &Listener, error: String) -> anyhow::Result<Self> {
        let (absent, stop) = (Arc::new(Absent(Mutex::new(error))), CancellationToken::new());
        let ports = HttpPorts {
            bots: absent.clone(),
            desk: None,
            database: absent.clone(),
            certificates: listener.certificates(),
            clock: Arc::new(SystemClock),
            metrics: Arc::default(),
            words: Arc::new(Words::load()?),
            data_directory: config.store.data_directory.clone(),
        };
        let router = http::router(HttpState::new(
            ports,
            &config.http,
            &config.security.operator_key,
            Lifetime { stop: stop.clone(), ..Lifetime::default() },
        ));
        let accepting = listener.accepting().context("sharing the port")?;
        tracing::info!("listening on {} for health only", listener.url().context("asking for the port")?);
        let serving = tokio::spawn(http::serve(accepting, router, stop.clone(), config.http.clone()));
        Ok(Self { absent, stop, serving })
    }

    async fn close(self) {
        self.stop.cancel();
        let _ = self.serving.await;
    }
}

/// No database and no bots, and why.
#[derive(Debug)]
struct Absent(Mutex<String>);

impl Absent {
    fn tell(&self, error: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }
}

#[async_trait]
impl Database for Absent {
    async fn health(&self) -> StoreResult<StoreHealth> {
        Err(StoreError::Unavailable(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

#[async_trait]
impl BotControl for Absent {
    fn states(&self) -> Vec<BotStatus> {
        Vec::new()
    }

    async fn reconnect(&self, _: BotId) -> Result<(), ReconnectError> {
        Err(ReconnectError::NotFound)
    }

    fn reconnect_all(&self) -> usize {
        0
    }
}
