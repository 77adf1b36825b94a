//! What every handler may use.

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tickit_domain::clock::{Clock, Timestamp};

use super::bots::BotControl;
use super::health::{Database, DatabaseProbe};
use super::memory::MemoryProbe;
use crate::config::HttpSettings;
use crate::metrics::Metrics;

/// What the HTTP door is connected to.
#[derive(Debug, Clone)]
pub struct HttpPorts {
    /// The bots' sessions.
    pub bots: Arc<dyn BotControl>,
    /// The databases, as far as health goes.
    pub database: Arc<dyn Database>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// What was measured.
    pub metrics: Arc<Metrics>,
}

/// Shared by all handlers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HttpState(pub(super) Arc<Shared>);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) ports: HttpPorts,
    pub(super) started_at: Timestamp,
    pub(super) operator_key_digest: [u8; 32],
    pub(super) request_timeout: Duration,
    pub(super) body_limit_bytes: usize,
    pub(super) database: DatabaseProbe,
    pub(super) memory: MemoryProbe,
}

impl HttpState {
    /// Connects the door. The service counts as started now.
    pub fn new(ports: HttpPorts, settings: &HttpSettings, operator_key: &SecretString) -> Self {
        Self(Arc::new(Shared {
            started_at: ports.clock.now(),
            operator_key_digest: Sha256::digest(operator_key.expose_secret()).into(),
            request_timeout: settings.request_timeout,
            body_limit_bytes: settings.body_limit_bytes,
            database: DatabaseProbe::default(),
            memory: MemoryProbe::default(),
            ports,
        }))
    }
}
