//! What every handler may use.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tickit_commands::words::Words;
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::desk::Desk;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::certificates::Certificates;
use super::database_probe::{Database, DatabaseProbe};
use super::disk::DiskProbe;
use super::fairness::Fairness;
use super::members::Members;
use super::memory::MemoryProbe;
use super::pages::{Assets, Lookers, Names, OtherProcesses};
use super::ports::{
    AccessWatch, Answering, ApplicationControl, BotControl, BotHosting, EventIntake, KeyControl, SignInControl,
    TicketEvents, WebhookMaking,
};
use super::problem::Problem;
use super::rates::Rates;
use super::reference::Reference;
use crate::config::{HttpSettings, Networks, RegistrationPolicy};
use crate::metrics::Metrics;

/// What the HTTP door is connected to.
#[derive(Debug, Clone)]
pub struct HttpPorts {
    /// The bots, as their operator sees them.
    pub bots: Arc<dyn BotControl>,
    /// What stands on the databases; none while those are not to be had.
    pub desk: Option<DeskPorts>,
    /// The databases, as far as health goes.
    pub database: Arc<dyn Database>,
    /// The certificate that the service shows; none where it speaks plain HTTP.
    pub certificates: Option<Arc<Certificates>>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// What was measured.
    pub metrics: Arc<Metrics>,
    /// What people read, in their languages.
    pub words: Arc<Words>,
    /// Where this process keeps its files.
    pub data_directory: PathBuf,
}

/// What the HTTP door is connected to that stands on the databases.
#[derive(Debug, Clone)]
pub struct DeskPorts {
    /// The bots, as their owners see them.
    pub hosting: Arc<dyn BotHosting>,
    /// API keys.
    pub keys: Arc<dyn KeyControl>,
    /// People who are signed in.
    pub people: Arc<dyn SignInControl>,
    /// By which application they sign in.
    pub application: Arc<dyn ApplicationControl>,
    /// Who is told of those that are not known.
    pub access: Arc<dyn AccessWatch>,
    /// Who answers interactions.
    pub answering: Arc<dyn Answering>,
    /// Who takes in what hosts saw.
    pub events: Arc<dyn EventIntake>,
    /// Where what is done to tickets and guilds is decided.
    pub desk: Desk,
    /// What becomes of tickets.
    pub tickets: Arc<dyn TicketEvents>,
    /// What webhooks are made of.
    pub webhooks: Arc<dyn WebhookMaking>,
}

/// Shared by all handlers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HttpState(pub(super) Arc<Shared>);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) ports: HttpPorts,
    pub(super) started_at: Timestamp,
    pub(super) operator_key_digest: [u8; 32],
    pub(super) registration: RegistrationPolicy,
    pub(super) public_url: Option<String>,
    pub(super) trusted_proxies: Networks,
    pub(super) is_https: bool,
    pub(super) rates: Rates,
    pub(super) fairness: Arc<Fairness>,
    pub(super) known: Known,
    pub(super) requests: RequestNumbers,
    pub(super) request_timeout: Duration,
    pub(super) body_limit_bytes: usize,
    pub(super) probes: Probes,
    reference: OnceLock<Reference>,
    pub(super) lifetime: Lifetime,
}

/// What was found out, and holds for a while or for good.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What members may.
    pub(super) members: Members,
    /// What guilds and people are called.
    pub(super) names: Names,
    /// Who looks at which ticket.
    pub(super) lookers: Lookers,
    /// What other processes do where somebody looks.
    pub(super) other_processes: OtherProcesses,
    /// What pages look like.
    pub(super) assets: Arc<Assets>,
}

/// For how long handlers live.
#[derive(Debug, Clone, Default)]
pub struct Lifetime {
    /// Knows of every handler, also of those whose callers have gone.
    pub handlers: TaskTracker,
    /// Ends answers that would go on for ever.
    pub stop: CancellationToken,
}

/// What health looks with.
#[derive(Debug, Default)]
pub(super) struct Probes {
    pub(super) database: DatabaseProbe,
    pub(super) memory: MemoryProbe,
    pub(super) disk: DiskProbe,
}

/// Tells requests apart, also from those of other processes.
#[derive(Debug)]
pub(super) struct RequestNumbers {
    process: i64,
    last: AtomicU64,
}

impl RequestNumbers {
    fn since(started_at: Timestamp) -> Self {
        Self { process: started_at.as_millis(), last: AtomicU64::new(0) }
    }

    pub(super) fn next(&self) -> String {
        format!("{:x}-{:x}", self.process, self.last.fetch_add(1, Ordering::Relaxed))
    }
}

impl HttpState {
    /// What stands on the databases; a problem while those are not to be had.
    pub(super) fn desk(&self) -> Result<&DeskPorts, Problem> {
        self.0.ports.desk.as_ref().ok_or_else(Problem::store_unavailable)
    }

    /// Looks at the database and the disk from time to time until the service stops, so that it is known how they did.
    pub async fn watch(self) {
        let (database, disk) = (DatabaseProbe::watch(&self), DiskProbe::watch(&self));
        self.0.lifetime.stop.run_until_cancelled(async { tokio::join!(database, disk) }).await;
    }

    /// What there is to read of the API, made when it is first asked for.
    pub(super) fn reference(&self) -> Result<&Reference, Problem> {
        if let Some(reference) = self.0.reference.get() {
            return Ok(reference);
        }
        let made = Reference::make().map_err(|error| Problem::failed(format!("{error:#}")))?;
        Ok(self.0.reference.get_or_init(|| made))
    }

    /// Connects the door. The service counts as started now.
    pub fn new(ports: HttpPorts, settings: &HttpSettings, operator_key: &SecretString, lifetime: Lifetime) -> Self {
        Self(Arc::new(Shared {
            started_at: ports.clock.now(),
            operator_key_digest: Sha256::digest(operator_key.expose_secret()).into(),
            registration: settings.registration,
            public_url: settings.public_url.clone(),
            trusted_proxies: settings.trusted_proxies.clone(),
            is_https: settings.is_https(),
            rates: Rates::new(settings),
            fairness: Fairness::new(settings.concurrent_requests_per_guild),
            known: Known::default(),
            requests: RequestNumbers::since(ports.clock.now()),
            request_timeout: settings.request_timeout,
            body_limit_bytes: settings.body_limit_bytes,
            probes: Probes::default(),
            reference: OnceLock::new(),
            lifetime,
            ports,
        }))
    }
}
