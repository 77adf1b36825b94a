//! A test for tests: a Discord on loopback, the service as it is shipped, and people who use it.

mod clock;
mod fixture;
mod guild;
pub mod leaks;
mod log;
mod outside;
mod records;
mod service;
mod settings;
pub mod tls_gateway;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use discord_simulator::{ApplicationHandle, Simulator};
use serde_json::Value;
use tickit::store::MemoryStores;
use tokio::time::{Instant, sleep};

pub use clock::MovedClock;
pub use fixture::{copy, earlier_world, fixture};
pub use guild::{TestGuild, application, forges, says, slash_commands, welcome};
pub use log::Log;
pub use outside::{outside, skip};
pub use records::{agrees, change_body, exhaust, files, kept_message, replace_settings, tickets, until_idle};
pub use service::Service;
pub use settings::{Settings, health, health_for_operator};

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A Discord with one bot in one guild, whether the service runs or not.
pub struct TestWorld {
    pub discord: Simulator,
    pub bot: ApplicationHandle,
    pub home: TestGuild,
    pub settings: Settings,
}

/// A world with the service.
pub struct TestService {
    pub world: TestWorld,
    pub service: Service,
}

impl Deref for TestService {
    type Target = TestWorld;

    fn deref(&self) -> &TestWorld {
        &self.world
    }
}

impl Deref for TestWorld {
    type Target = TestGuild;

    fn deref(&self) -> &TestGuild {
        &self.home
    }
}

impl TestWorld {
    /// A guild that nobody has set up.
    pub async fn seeded(seed: u64) -> Self {
        let discord = Simulator::builder().seed(seed).start().await.unwrap();
        let bot = application(&discord, "Helper");
        let home = TestGuild::new(&discord, "Acme", &[&bot]);
        let settings = Settings::new(&discord, &[&bot]);
        Self { discord, bot, home, settings }
    }
}

impl TestService {
    /// A guild that is set up, with a panel of one type, “Support”.
    pub async fn ready() -> Self {
        let app = Self::without_setup(7).await;
        app.set_up().await;
        app
    }

    /// A guild that nobody has set up, with the service.
    pub async fn without_setup(seed: u64) -> Self {
        let world = TestWorld::seeded(seed).await;
        let service = world.settings.start().await;
        Self { world, service }
    }

    /// A guild that is set up, with everything kept in memory, to have that fail.
    pub async fn in_memory() -> (Self, Arc<MemoryStores>) {
        let world = TestWorld::seeded(7).await;
        let stores = Arc::new(MemoryStores::default());
        let service = world.settings.start_on(stores.clone()).await;
        world.set_up().await;
        (Self { world, service }, stores)
    }

    /// The owner sends a command as a changed client might, in #general; what they read at once.
    pub async fn owner_sends(&self, command: Value) -> String {
        let (discord, channel) = (&self.discord, &self.general);
        let (id, first) = discord.interaction_in(&self.bot, channel, &self.guild.owner(), command, None);
        assert_eq!(first.await.expect("an answer").kind, 4);
        discord.shared().read(|world| {
            let message = world.interactions[&id].original.expect("a message");
            world.message(channel.id(), message).expect("a message").content.clone()
        })
    }

    /// Stops the service and leaves everything else.
    pub async fn stop_service(self) -> TestWorld {
        self.service.stop().await;
        self.world
    }

    /// Stops everything; fails where a request was not as Discord's own document says.
    pub async fn finish(self) {
        self.stop_service().await.discord.finish().await.unwrap();
    }
}

/// An address that nobody listens at.
pub async fn free_address() -> String {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string()
}

/// A number that whoever runs the tests chose.
#[expect(clippy::disallowed_methods, reason = "who runs the tests says how much is done")]
pub fn chosen(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().expect("a number"))
}

/// Waits until something holds.
pub async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "it never came that {what}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until something holds that has to be asked for.
pub async fn eventually_async(what: &str, holds: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds().await {
        assert!(Instant::now() < deadline, "it never came that {what}");
        sleep(Duration::from_millis(50)).await;
    }
}
