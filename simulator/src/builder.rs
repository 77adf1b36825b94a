//! How a simulator is started.
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::{
    Clock, Millis, Shared, Simulator,
    endpoint::{Deliverer, Endpoints},
    gateway::{Gateway, Pace},
    openapi::Document,
    server::Server,
    world::World,
};

/// Settings of a simulator to be.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    seed: u64,
    port: u16,
    begins_at: Option<Millis>,
    openapi: Option<PathBuf>,
    gateway_url: Option<String>,
    pace: Pace,
}

impl Builder {
    /// What tokens, keys and faults are drawn from. The same seed draws the same.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The port on 127.0.0.1; 0, which is the default, takes a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// What the clock shows at first, in milliseconds since the Unix epoch. It stands still until it is resumed: what is
    /// made in the same order until then has the same ids every time.
    #[must_use]
    pub fn begins_at(mut self, now: Millis) -> Self {
        self.begins_at = Some(now);
        self
    }

    /// Discord's OpenAPI document, to hold requests against. Default: what `DISCORD_OPENAPI` names, if anything.
    #[must_use]
    pub fn openapi(mut self, path: impl Into<PathBuf>) -> Self {
        self.openapi = Some(path.into());
        self
    }

    /// Where bots are told that the gateway is, such as `wss://127.0.0.1:4433/gateway`, where something stands before it.
    /// Default: its own address.
    #[must_use]
    pub fn gateway_url(mut self, url: impl Into<String>) -> Self {
        self.gateway_url = Some(url.into());
        self
    }

    /// What HELLO asks for. Default: 41.25 s, as Discord does.
    #[must_use]
    pub fn heartbeat_interval(mut self, interval: Duration) -> Self {
        self.pace.heartbeat_interval = interval;
        self
    }

    /// How long a bot waits between two IDENTIFYs of a bucket. Default: 5 s, as Discord does.
    #[must_use]
    pub fn identify_interval(mut self, interval: Duration) -> Self {
        self.pace.identify_interval = interval;
        self
    }

    /// How many events a session keeps for a RESUME (default 10,000), and for how long (default 5 minutes).
    #[must_use]
    pub fn replay(mut self, events: usize, window: Duration) -> Self {
        self.pace.replay.events = events;
        self.pace.replay.window = window;
        self
    }

    /// Starts it. Errors: the port is taken, the document cannot be read.
    #[expect(clippy::disallowed_methods, reason = "this is where the simulator's environment is read")]
    pub async fn start(self) -> anyhow::Result<Simulator> {
        let path = self.openapi.or_else(|| std::env::var("DISCORD_OPENAPI").ok().map(PathBuf::from));
        let openapi = Document::load(path.as_deref())?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
        let address = listener.local_addr().context("asking for the port")?;
        let clock = self.begins_at.map_or_else(Clock::new, Clock::stopped_at);
        let mut world = World::new(clock.clone(), self.seed);
        world.origin = format!("http://{address}");
        let gateway = Gateway::new(clock.clone(), self.pace);
        let (endpoints, postings) = Endpoints::new();
        let mut shared = Shared::new(world, clock, openapi, gateway, endpoints, address);
        if let Some(url) = self.gateway_url {
            shared.gateway_url = url;
        }
        let shared = Arc::new(shared);
        shared.faults.seed(self.seed);
        let deliverer = Deliverer::start(&shared, postings);
        let server = Server::start(listener, &shared);
        Ok(Simulator::new(shared, deliverer, server))
    }
}
