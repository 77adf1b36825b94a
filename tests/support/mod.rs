//! A stage for tests: a Discord on loopback, the service as it is shipped, and people who use it.

mod ground;
mod records;
mod settings;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use discord_simulator::{ApplicationHandle, Simulator};
use tickit::app::Service;
use tickit::store::MemoryStores;
use tokio::time::{Instant, sleep};

pub use ground::{Ground, application, forges, says, welcome};
pub use records::{agrees, tickets, until_idle};
pub use settings::{Settings, health};

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A Discord with one bot in one guild, whether the service runs or not.
pub struct Scenery {
    pub discord: Simulator,
    pub bot: ApplicationHandle,
    pub ground: Ground,
    pub settings: Settings,
}

/// A scenery with the service.
pub struct Stage {
    pub scenery: Scenery,
    pub service: Service,
}

impl Deref for Stage {
    type Target = Scenery;

    fn deref(&self) -> &Scenery {
        &self.scenery
    }
}

impl Deref for Scenery {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.ground
    }
}

impl Scenery {
    /// A guild that nobody has set up.
    pub async fn seeded(seed: u64) -> Self {
        let discord = Simulator::builder().seed(seed).start().await.unwrap();
        let bot = application(&discord, "Helper");
        let ground = Ground::new(&discord, "Acme", &[&bot]);
        let settings = Settings::new(&discord, &[&bot]);
        Self { discord, bot, ground, settings }
    }
}

impl Stage {
    /// A guild that is set up, with a panel of one type, “Support”.
    pub async fn set() -> Self {
        let stage = Self::bare(7).await;
        stage.set_up().await;
        stage
    }

    /// A guild that nobody has set up, with the service.
    pub async fn bare(seed: u64) -> Self {
        let scenery = Scenery::seeded(seed).await;
        let service = scenery.settings.start().await;
        Self { scenery, service }
    }

    /// A guild that is set up, with everything kept in memory, to have that fail.
    pub async fn in_memory() -> (Self, Arc<MemoryStores>) {
        let scenery = Scenery::seeded(7).await;
        let stores = Arc::new(MemoryStores::default());
        let service = scenery.settings.start_on(stores.clone()).await;
        scenery.set_up().await;
        (Self { scenery, service }, stores)
    }

    /// Stops the service and leaves everything else.
    pub async fn leave(self) -> Scenery {
        self.service.stop().await;
        self.scenery
    }

    /// Stops everything; fails where a request was not as Discord's own document says.
    pub async fn strike(self) {
        self.leave().await.discord.finish().await.unwrap();
    }
}

/// Waits until something holds.
pub async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "it never came that {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
