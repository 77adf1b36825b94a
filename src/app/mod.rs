//! Where the pieces meet: opens the databases, starts what works on them, and stops it all in order.

mod fleet;
mod registration;
mod seals;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use rand::RngExt as _;
use tickit_commands::transcript::LocalScribe;
use tickit_commands::words::Words;
use tickit_domain::desk::Desk;
use tickit_domain::store::sessions::Sessions;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::discord::{DiscordApi, Rest, RestSettings};
use crate::foundation::Foundation;
use crate::gateway::{self, Event, EventQueue, QueueLimits, StoredMemory, Supervisor};
use crate::http::{self, BotRoster, BotStatus, HttpPorts, HttpState};
use crate::interactions::{self, Interactions, Listener, Slash};
use crate::jobs::{self, Worker};
use crate::metrics::Metrics;
use crate::shutdown;
use fleet::{Fleet, Roll};
use registration::Registration;
use seals::{SessionSeal, TokenSeal};

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
    fleet: Arc<Fleet>,
    desk: Desk,
    metrics: Arc<Metrics>,
    address: std::net::SocketAddr,
    handlers: TaskTracker,
    stop_listening: CancellationToken,
    stop_working: CancellationToken,
    stop_serving: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

/// Runs the service until Ctrl-C or SIGTERM.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let service = Service::start(&config).await?;
    service.announce();
    stop.cancelled().await;
    service.stop().await;
    Ok(())
}

impl Service {
    /// Opens the databases and starts everything. The bots connect in the background.
    pub async fn start(config: &Config) -> anyhow::Result<Self> {
        let foundation = Foundation::lay(config).await?;
        let started = Self::start_on(config, foundation.clone()).await;
        if started.is_err() {
            foundation.stores.close().await;
        }
        started
    }

    async fn start_on(config: &Config, foundation: Foundation) -> anyhow::Result<Self> {
        let address = config.http.address;
        let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
        let words = Arc::new(Words::load()?);
        let metrics = Arc::new(Metrics::default());
        let rest = Rest::new(RestSettings { base: config.discord.api_base.clone(), ..RestSettings::default() })?;
        let tokens = Arc::new(TokenSeal(Arc::clone(&foundation.vault)));
        let (queue, fresh) = jobs::queue();
        let desk = Desk {
            stores: Arc::clone(&foundation.stores),
            discord: Arc::new(DiscordApi::new(rest.clone(), Arc::clone(&words), tokens.clone())),
            scribe: Arc::new(LocalScribe::new(Arc::clone(&words))),
            clock: Arc::clone(&foundation.clock),
            pen: Arc::clone(&foundation.pen),
            queue: Arc::new(queue),
        };
        let interactions = Interactions::new(interactions::Parts {
            desk: desk.clone(),
            words: Arc::clone(&words),
            slash: Slash::new(&words).await?,
            rest: rest.clone(),
            tokens,
            metrics: Arc::clone(&metrics),
            deadline: config.tickets.deadline,
        });
        let (sender, events) = mpsc::channel(EVENTS);
        let fleet = fleet(config, &foundation, &rest, EventQueue::new(sender, ORDINARY))?;
        let registration = Registration::new(rest, foundation.bots(), &words);
        let [stop_listening, stop_working, stop_serving] = [(); 3].map(|()| CancellationToken::new());
        let handlers = TaskTracker::new();
        let state = HttpState::new(
            HttpPorts {
                roster: fleet.clone(),
                stores: Arc::clone(&foundation.stores),
                clock: Arc::clone(&foundation.clock),
                metrics: Arc::clone(&metrics),
            },
            &config.http,
            &config.security.operator_key,
        );
        let address = listener.local_addr().context("asking for the port")?;
        let serving = http::serve(listener, http::router(state), stop_serving.clone(), config.http.shutdown);
        let worker = Worker::new(desk.clone(), fresh, Arc::clone(&metrics), config.jobs.concurrency);
        let post = Post { interactions, listener: Listener::new(desk.clone()), registration };
        let tasks = vec![
            tokio::spawn(post.deliver(events, handlers.clone())),
            tokio::spawn(worker.run(stop_working.clone())),
            tokio::spawn(Arc::clone(&fleet).follow(stop_listening.clone())),
            tokio::spawn(async move {
                if let Err(error) = serving.await {
                    tracing::error!(%error, "the HTTP server stopped");
                }
            }),
        ];
        Ok(Self {
            foundation,
            fleet,
            desk,
            metrics,
            address,
            handlers,
            stop_listening,
            stop_working,
            stop_serving,
            tasks,
        })
    }

    /// Where the HTTP server listens.
    pub const fn address(&self) -> std::net::SocketAddr {
        self.address
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
        self.fleet.states()
    }

    /// Reads the bots from the core database now, rather than at the next look.
    pub async fn look_for_bots(&self) -> anyhow::Result<()> {
        Ok(self.fleet.catch_up().await?)
    }

    /// Stops in order: no new events, interactions under way answered, jobs handed back, files closed.
    pub async fn stop(self) {
        self.stop_listening.cancel();
        self.fleet.supervisor.stop_all().await;
        self.handlers.close();
        if timeout(LAST_ANSWERS, self.handlers.wait()).await.is_err() {
            tracing::warn!("some interactions were not answered in time");
        }
        self.stop_working.cancel();
        self.stop_serving.cancel();
        let Self { foundation, fleet, desk, tasks, .. } = self;
        drop((fleet, desk));
        for task in tasks {
            if timeout(Duration::from_secs(15), task).await.is_err() {
                tracing::warn!("a part of the service did not stop in time");
            }
        }
        foundation.stores.close().await;
        tracing::info!("stopped");
    }

    fn announce(&self) {
        let bots = self.bots();
        tracing::info!(version = env!("CARGO_PKG_VERSION"), bots = bots.len(), "listening on http://{}", self.address);
        for bot in &bots {
            tracing::info!(bot = %bot.id, name = %bot.name, state = ?bot.state, "bot");
        }
        if bots.is_empty() {
            tracing::info!("no bots yet: `tickit bots add` registers one");
        }
    }
}

fn fleet(config: &Config, foundation: &Foundation, rest: &Rest, queue: EventQueue) -> anyhow::Result<Arc<Fleet>> {
    let sessions = Sessions::new(foundation.stores.core(), Arc::clone(&foundation.clock));
    let roll = Arc::new(Roll::new(foundation.bots()));
    let supervisor = Supervisor::new(gateway::Parts {
        rest: rest.clone(),
        listener: roll.clone(),
        memory: Arc::new(StoredMemory::new(sessions, Arc::new(SessionSeal(Arc::clone(&foundation.vault))))),
        queue,
        settings: gateway::GatewaySettings {
            handshakes: config.gateway.concurrent_handshakes,
            wanted: |name| matches!(name, "INTERACTION_CREATE" | "READY") || Listener::wants(name),
            ..gateway::GatewaySettings::default()
        },
        seed: rand::rng().random(),
    })?;
    Ok(Arc::new(Fleet::new(roll, Arc::clone(&foundation.vault), rest.clone(), supervisor)))
}

/// Where events are delivered.
struct Post {
    interactions: Interactions,
    listener: Listener,
    registration: Registration,
}

impl Post {
    /// Delivers each event until the sessions are gone.
    async fn deliver(self, mut events: mpsc::Receiver<Event>, handlers: TaskTracker) {
        let post = Arc::new(self);
        while let Some(event) = events.recv().await {
            let post = Arc::clone(&post);
            match &*event.name {
                "INTERACTION_CREATE" => {
                    handlers.spawn(async move {
                        post.interactions.handle(event.bot, event.data.get(), event.received).await;
                    });
                }
                "READY" => {
                    handlers.spawn(async move {
                        if let Err(error) = post.registration.bring_up_to_date(event.bot).await {
                            tracing::warn!(bot = %event.bot, error = format!("{error:#}"), "slash commands are not registered");
                        }
                    });
                }
                name => post.listener.take(event.bot, name, event.data.get()),
            }
        }
    }
}
