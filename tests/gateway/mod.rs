//! The gateway and the REST client against a Discord on loopback.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use discord_simulator::{ApplicationHandle, Permissions, Simulator};
use secrecy::{ExposeSecret, SecretString};
use tickit::discord::backoff::Backoff;
use tickit::discord::intents::Intents;
use tickit::discord::{Rest, RestSettings};
use tickit::gateway::{
    Event, EventQueue, GatewaySettings, Parts, QueueLimits, Seal, SessionMemory, StopListener, StoredMemory, Supervisor,
};
use tickit::store::MemoryStores;
use tickit_domain::bot::{BotState, StopReason};
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::Stores;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::sessions::Sessions;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::support::leaks::Watch;

mod closes;
mod events;
mod guilds;
mod log;
mod memory;
mod neighbours;
mod outage;
mod rest;
mod rest_failures;
mod resumes;
mod stops;
mod tls;

/// Longer than anything here takes, so that what hangs fails.
const PATIENCE: Duration = Duration::from_secs(10);
const GUILDS: u64 = 1;

/// A Discord, and what the service is made of as far as it talks to Discord.
struct TestGateway {
    discord: Simulator,
    rest: Rest,
    stores: Arc<MemoryStores>,
    listener: Arc<Listener>,
    supervisor: Supervisor,
    events: mpsc::Receiver<Event>,
    _watch: Watch,
}

impl TestGateway {
    async fn open() -> Self {
        Self::with(Simulator::builder(), quick()).await
    }

    async fn with(builder: discord_simulator::Builder, settings: GatewaySettings) -> Self {
        let discord = builder.seed(7).identify_interval(Duration::ZERO).start().await.unwrap();
        let rest = Rest::new(rest_settings(&discord), Arc::new(())).unwrap();
        let (stores, listener) = (Arc::new(MemoryStores::default()), Arc::new(Listener::default()));
        let memory = Arc::new(StoredMemory::new(sessions(&stores), Arc::new(Reversed)));
        let (supervisor, events) = supervisor(&rest, memory, Arc::clone(&listener), settings);
        Self { discord, rest, stores, listener, supervisor, events, _watch: Watch::begin() }
    }

    /// A supervisor as the next process would have it, over the same store.
    fn reopen(&mut self, seal: Arc<dyn Seal>, settings: GatewaySettings) {
        let memory = Arc::new(StoredMemory::new(sessions(&self.stores), seal));
        (self.supervisor, self.events) = supervisor(&self.rest, memory, Arc::clone(&self.listener), settings);
    }

    /// A bot in a guild of its own, with its session ready.
    async fn bot(&self, name: &str) -> ApplicationHandle {
        let bot = self.application(name);
        self.start(&bot);
        self.until(&bot, BotState::Ready).await;
        bot
    }

    fn application(&self, name: &str) -> ApplicationHandle {
        let bot = self.discord.application(name);
        self.discord.guild(name).invite(&bot, Permissions::ADMINISTRATOR);
        bot
    }

    fn start(&self, bot: &ApplicationHandle) {
        self.supervisor.start(id(bot), SecretString::from(bot.token()));
    }

    /// Waits until the bot is in this state.
    async fn until(&self, bot: &ApplicationHandle, state: BotState) {
        let mut watch = self.supervisor.watch(id(bot)).unwrap();
        let reached = timeout(PATIENCE, watch.wait_for(|now| *now == state)).await.is_ok();
        assert!(reached, "{} is {:?}, not {state:?}", bot.id(), *watch.borrow());
    }

    /// Waits until the bot has resumed and identified so often in all.
    async fn until_began(&self, bot: &ApplicationHandle, resumes: u64, identifies: u64) {
        let counts = || (self.discord.resume_count(bot), self.discord.identify_count(bot));
        let reached = self.discord.until(PATIENCE, || counts() == (resumes, identifies)).await;
        assert!(reached, "resumed and identified {:?}, not {:?}", counts(), (resumes, identifies));
        self.until(bot, BotState::Ready).await;
    }

    /// The next event of this name.
    async fn event(&mut self, bot: &ApplicationHandle, name: &str) -> Event {
        let next = async {
            loop {
                let event = self.events.recv().await.unwrap();
                if event.bot == id(bot) && &*event.name == name {
                    return event;
                }
            }
        };
        timeout(PATIENCE, next).await.unwrap_or_else(|_| panic!("no {name} came"))
    }

    async fn close(self) {
        self.supervisor.stop_all().await;
        self.discord.finish().await.unwrap();
    }
}

fn supervisor(
    rest: &Rest,
    memory: Arc<dyn SessionMemory>,
    listener: Arc<Listener>,
    settings: GatewaySettings,
) -> (Supervisor, mpsc::Receiver<Event>) {
    let (sender, events) = mpsc::channel(4096);
    let queue = EventQueue::new(sender, QueueLimits { events: 3500, bytes: 64 << 20 });
    let parts = Parts { rest: rest.clone(), memory, queue, listener, settings, seed: 7 };
    (Supervisor::new(parts).unwrap(), events)
}

fn documents(stores: &MemoryStores) -> Documents {
    Documents::new(stores.core(), Arc::new(WriteTokens::new("test".into())))
}

fn sessions(stores: &Arc<MemoryStores>) -> Sessions {
    Sessions::new(documents(stores), Arc::new(Noon))
}

/// Everything a hundred times faster.
fn quick() -> GatewaySettings {
    GatewaySettings {
        backoff: Backoff { shortest: Duration::from_millis(10), longest: Duration::from_millis(600) },
        identify_spacing: Duration::ZERO,
        hello_timeout: Duration::from_secs(2),
        save_every: Duration::from_millis(20),
        intents: Intents { always: GUILDS, ..Intents::default() },
        ..GatewaySettings::default()
    }
}

fn rest_settings(discord: &Simulator) -> RestSettings {
    RestSettings {
        base: discord.api_base(),
        retry: (Duration::from_millis(5), Duration::from_millis(50)),
        ..RestSettings::default()
    }
}

/// Waits until something holds that nobody tells of; `false` if it does not in time.
async fn eventually(condition: impl Fn() -> bool) -> bool {
    let poll = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(PATIENCE, poll).await.is_ok()
}

fn id(bot: &ApplicationHandle) -> BotId {
    BotId::new(bot.id().0)
}

/// Who was stopped for good.
#[derive(Debug, Default)]
struct Listener(Mutex<Vec<(BotId, StopReason)>>);

impl Listener {
    fn heard(&self) -> Vec<(BotId, StopReason)> {
        self.0.lock().unwrap().clone()
    }
}

#[async_trait]
impl StopListener for Listener {
    async fn stopped(&self, bot: BotId, reason: StopReason) {
        self.0.lock().unwrap().push((bot, reason));
    }
}

/// Seals by turning round, which is enough to see that nothing is stored as it is.
#[derive(Debug)]
struct Reversed;

impl Seal for Reversed {
    fn seal(&self, place: &str, secret: &SecretString) -> anyhow::Result<Sealed> {
        let turned: String = secret.expose_secret().chars().rev().collect();
        Ok(Sealed::from_ciphertext(format!("{place}|{turned}")))
    }

    fn open(&self, place: &str, sealed: &Sealed) -> anyhow::Result<SecretString> {
        let turned = sealed.ciphertext().strip_prefix(place).and_then(|rest| rest.strip_prefix('|'));
        let turned = turned.ok_or_else(|| anyhow::anyhow!("sealed for another place"))?;
        Ok(turned.chars().rev().collect::<String>().into())
    }
}

/// It is always noon.
#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_772_366_400_000)
    }
}

/// The sessions' ids as Discord knows them.
fn session_ids(gateway: &TestGateway, bot: &ApplicationHandle) -> HashSet<String> {
    gateway.discord.sessions(bot).into_iter().map(|session| session.session_id).collect()
}

const MESSAGE_CONTENT: discord_simulator::Intents = discord_simulator::Intents::MESSAGE_CONTENT;
