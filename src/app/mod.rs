//! Where the pieces meet: opens the databases, starts what works on them, and stops it all in order.

mod access_log;
mod answerer;
mod audit_chain;
mod command_registration;
mod error_log;
mod forwarded_events;
mod gauges;
mod hosting;
mod key_ring;
mod login_links;
mod post;
mod rotation;
mod scribe;
mod seals;
mod sign_in_application;
mod sign_ins;
mod ticket_feed;
mod waiting;
mod webhook_parts;
mod wiring;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{FutureExt as _, TryFutureExt as _};
use secrecy::ExposeSecret as _;
use tickit_domain::desk::Desk;
use tickit_domain::store::Stores;
use tickit_domain::store::sign_ins::SignIns;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{Config, HttpSettings};
use crate::foundation::Foundation;
use crate::gateway::{EventQueue, QueueLimits};
use crate::http::{self, BotControl as _, BotStatus, HttpPorts, HttpState, Lifetime, Listener};
use crate::jobs;
use crate::metrics::Metrics;
use crate::shutdown;
use crate::store::{NewEvents, NotingStores};
use hosting::HostedBots;
pub use key_ring::KeyRing;
pub use login_links::OperatorLinks;
pub use rotation::seal_tokens_anew;
use wiring::Wiring;

/// How many events may wait between the sessions and their handlers.
const EVENTS: usize = 8_192;

/// How many of those may be other than interactions, and how many bytes they may hold.
const ORDINARY: QueueLimits = QueueLimits { events: 4_096, bytes: 64 << 20 };

/// How long interactions under way may take when the service stops: Discord waits no longer for an answer.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// The running service.
#[derive(Debug)]
pub struct Service {
    foundation: Foundation,
    hosted: Arc<HostedBots>,
    desk: Desk,
    metrics: Arc<Metrics>,
    address: SocketAddr,
    url: String,
    delivering: JoinHandle<()>,
    handlers: TaskTracker,
    stops: Stops,
    tasks: Vec<JoinHandle<()>>,
}

/// What ends each part, in the order in which they are ended.
#[derive(Debug)]
struct Stops {
    listening: CancellationToken,
    delivering: CancellationToken,
    working: CancellationToken,
    serving: CancellationToken,
}

/// Runs the service until Ctrl-C or SIGTERM. On a machine where there is neither a bot nor a sign-in yet, `welcome` is told
/// the link by which whoever runs it begins.
pub async fn serve(config: Config, welcome: impl FnOnce(&str)) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let listener = Listener::bind(&config.http)?;
    let Some(foundation) = waiting::for_foundation(&config, &listener, &stop).await? else { return Ok(()) };
    let service = Service::build(&config, foundation, &listener).await?;
    service.look_for_bots().await.context("reading the bots")?;
    service.announce();
    if let Some(link) = service.first_link(&config).await? {
        welcome(&link);
    }
    stop.cancelled().await;
    service.stop().await;
    Ok(())
}

impl Service {
    /// Opens the databases and starts everything. The bots connect in the background.
    pub async fn start(config: &Config) -> anyhow::Result<Self> {
        Self::start_on(config, Foundation::lay(config).await?).await
    }

    /// Starts everything on databases that are open already. They are closed where it fails.
    pub async fn start_on(config: &Config, foundation: Foundation) -> anyhow::Result<Self> {
        let stores = Arc::clone(&foundation.stores);
        let started = match Listener::bind(&config.http) {
            Ok(listener) => Self::build(config, foundation, &listener).await,
            Err(error) => Err(error),
        };
        if started.is_err() {
            stores.close().await;
        }
        started
    }

    async fn build(config: &Config, foundation: Foundation, listener: &Listener) -> anyhow::Result<Self> {
        let address = listener.address().context("asking for the port")?;
        let url = listener.url().context("asking for the port")?;
        let (queue, fresh) = jobs::queue();
        let (gaps, gaps_to_close) = jobs::gaps();
        let (foundation, new_events) = noting(foundation);
        let wiring = Wiring::new(config, &foundation, queue, &new_events)?;
        let (sender, events) = mpsc::channel(EVENTS);
        let [stop_listening, stop_delivering, stop_working, stop_serving] = [(); 4].map(|()| CancellationToken::new());
        let rotating = rotation::begin(config, &foundation, stop_listening.clone()).await;
        let handlers = TaskTracker::new();
        let (commands, registering) = wiring.command_registration(stop_working.clone());
        let hosted = wiring.hosted(config, EventQueue::new(sender, ORDINARY), commands.clone())?;
        let doors = wiring.doors(config, handlers.clone(), commands, gaps);
        let mut worker = wiring.worker(config, fresh, gaps_to_close, stop_working.clone());
        let webhooks = wiring.webhook_worker(stop_working.clone());
        webhooks.prepare().await;
        wiring.people.applications.prepare().await;
        worker.inherit().await;
        let ports = wiring.http_ports(config, &hosted, &doors, listener);
        let lifetime = Lifetime { handlers: handlers.clone(), stop: stop_serving.clone() };
        let state = http_state(config, ports, address, lifetime);
        let accepting = listener.accepting().context("listening")?;
        let serving = http::serve(accepting, http::router(state.clone()), stop_serving.clone(), config.http.clone());
        let delivering = tokio::spawn(doors.post.deliver(events, stop_delivering.clone()));
        let (desk, metrics) = (wiring.desk.clone(), Arc::clone(&wiring.metrics));
        let gauges = gauges::keep(desk, Arc::clone(&hosted), metrics, stop_listening.clone());
        let tasks = vec![
            rotating,
            tokio::spawn(worker.run()),
            tokio::spawn(webhooks.run()),
            tokio::spawn(registering),
            tokio::spawn(audit_chain::keep(foundation.audit_chains(), new_events, stop_working.clone())),
            tokio::spawn(wiring.error_log().write(wiring.desk.errors(), stop_serving.clone())),
            tokio::spawn(wiring.access_log().write(stop_working.clone())),
            tokio::spawn(Arc::clone(&hosted).follow(stop_listening.clone())),
            tokio::spawn(state.watch()),
            tokio::spawn(gauges),
            tokio::spawn(serving.inspect_err(|error| tracing::error!(%error, "the HTTP server stopped")).map(drop)),
        ];
        let Wiring { desk, metrics, .. } = wiring;
        let stops = Stops {
            listening: stop_listening,
            delivering: stop_delivering,
            working: stop_working,
            serving: stop_serving,
        };
        Ok(Self { foundation, hosted, desk, metrics, address, url, delivering, handlers, stops, tasks })
    }

    /// Where the HTTP server listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The databases.
    pub fn stores(&self) -> &dyn Stores {
        &*self.foundation.stores
    }

    /// The desk, for those who come through no door.
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What was counted.
    pub const fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// How each bot is doing.
    pub fn bots(&self) -> Vec<BotStatus> {
        self.hosted.states()
    }

    /// Reads the bots from the core database now, rather than at the next look.
    pub async fn look_for_bots(&self) -> anyhow::Result<()> {
        Ok(self.hosted.look().await?)
    }

    /// Stops in order: no new events, interactions under way answered, jobs handed back, files closed.
    pub async fn stop(self) {
        self.stops.listening.cancel();
        self.hosted.supervisor().stop_all().await;
        self.stops.delivering.cancel();
        let Self { foundation, hosted, desk, delivering, handlers, tasks, stops, .. } = self;
        let handled = async {
            let _ = delivering.await;
            handlers.close();
            handlers.wait().await;
        };
        if timeout(LAST_ANSWERS, handled).await.is_err() {
            tracing::warn!("some interactions were not answered in time");
        }
        stops.working.cancel();
        stops.serving.cancel();
        drop((hosted, desk));
        for task in tasks {
            if timeout(Duration::from_secs(15), task).await.is_err() {
                tracing::warn!("a part of the service did not stop in time");
            }
        }
        foundation.stores.close().await;
        tracing::info!("stopped");
    }

    /// A link that signs the operator in, where nobody can have been here before.
    async fn first_link(&self, config: &Config) -> anyhow::Result<Option<String>> {
        let Some(url) = config.http.reached_at(self.address) else { return Ok(None) };
        if !self.bots().is_empty() || SignIns::new(self.foundation.core()).is_any().await? {
            return Ok(None);
        }
        let link = OperatorLinks::of(&self.foundation).make().await?;
        Ok(Some(http::login_link(&url, link.expose_secret())))
    }

    fn announce(&self) {
        let bots = self.bots();
        tracing::info!(version = env!("CARGO_PKG_VERSION"), bots = bots.len(), "listening on {}", self.url);
        for bot in &bots {
            let id = bot.id.map(|id| id.to_string()).unwrap_or_default();
            tracing::info!(bot = id, name = %bot.name, state = ?bot.state, "bot");
        }
        if bots.is_empty() {
            tracing::info!("no bots yet: `tickit bots add` registers one");
        }
    }
}

/// What the HTTP door is connected to, where people reach what listens at this address.
fn http_state(config: &Config, ports: HttpPorts, address: SocketAddr, lifetime: Lifetime) -> HttpState {
    let reached = HttpSettings { public_url: config.http.reached_at(address), ..config.http.clone() };
    HttpState::new(ports, &reached, &config.security.operator_key, lifetime)
}

/// The same foundation, on databases that note where events become records.
fn noting(foundation: Foundation) -> (Foundation, Arc<NewEvents>) {
    let new_events = Arc::<NewEvents>::default();
    let stores = Arc::new(NotingStores::new(foundation.stores, Arc::clone(&new_events)));
    (Foundation { stores, ..foundation }, new_events)
}
