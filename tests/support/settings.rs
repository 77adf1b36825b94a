//! What the service is started with, in this process or as the binary.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use discord_simulator::{ApplicationHandle, Simulator};
use serde_json::Value;
use tempfile::TempDir;
use tickit::app;
use tickit::clock::SystemClock;
use tickit::config::{Config, Inputs};
use tickit::foundation::Foundation;
use tickit_domain::bot::BotState;
use tickit_domain::clock::Clock;
use tickit_domain::store::Stores;

use super::leaks::Watch;
use super::{Service, eventually};
use crate::installation::{Installation, OPERATOR_KEY};

/// What the service is started with.
pub struct Settings {
    directory: TempDir,
    variables: BTreeMap<String, String>,
    tokens: Vec<String>,
    watch: Watch,
}

/// What the services left in their databases is looked through for secrets at the end of the test.
impl Drop for Settings {
    fn drop(&mut self) {
        self.watch.know_generated(&self.data());
        self.watch.look_at_databases(&self.data());
    }
}

impl Settings {
    /// For a Discord, with these bots, in a directory of its own.
    pub fn new(discord: &Simulator, bots: &[&ApplicationHandle]) -> Self {
        let directory = TempDir::new().unwrap();
        let data = directory.path().join("data").display().to_string();
        let variables = [
            ("DISCORD_API_BASE", discord.api_base()),
            ("TICKIT_DATA_DIR", data),
            ("TICKIT_HTTP_ADDRESS", "127.0.0.1:0".to_owned()),
            // Whoever is a test is in a hurry; limits have tests of their own.
            ("TICKIT_REQUESTS_PER_SECOND", "1000".to_owned()),
            ("TICKIT_WRITES_PER_SECOND", "1000".to_owned()),
            ("TICKIT_OPERATOR_KEY", OPERATOR_KEY.to_owned()),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value)).into();
        Self { directory, variables, tokens: bots.iter().map(|bot| bot.token()).collect(), watch: Watch::begin() }
    }

    /// With one more variable.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// The same from now on, for those who start it again.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Where the embedded databases are.
    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// The binary, on the same databases. Its bots are those that were registered before.
    pub fn installation(&self) -> Installation {
        self.variables.iter().fold(Installation::new(), |installation, (name, value)| installation.set(name, value))
    }

    /// Starts the service and waits until its bots are there.
    pub async fn start(&self) -> Service {
        self.ready(self.start_unready().await).await
    }

    /// Starts the service, whatever becomes of its bots.
    pub async fn start_unready(&self) -> Service {
        Service::new(app::Service::start(&self.config()).await.unwrap())
    }

    /// Starts the service by this clock, whatever becomes of its bots.
    pub async fn start_by(&self, clock: Arc<dyn Clock>) -> Service {
        let foundation = Foundation::lay(&self.config()).await.unwrap();
        Service::new(app::Service::start_on(&self.config(), Foundation { clock, ..foundation }).await.unwrap())
    }

    /// Starts the service on these databases and waits until its bots are there.
    pub async fn start_on(&self, stores: Arc<dyn Stores>) -> Service {
        self.start_on_by(stores, Arc::new(SystemClock)).await
    }

    /// The same by this clock.
    pub async fn start_on_by(&self, stores: Arc<dyn Stores>, clock: Arc<dyn Clock>) -> Service {
        let foundation = Foundation::lay(&self.config()).await.unwrap();
        foundation.stores.close().await;
        let foundation = Foundation { stores, clock, ..foundation };
        self.ready(Service::new(app::Service::start_on(&self.config(), foundation).await.unwrap())).await
    }

    async fn ready(&self, service: Service) -> Service {
        let bots = self.tokens.len();
        eventually("the bots are ready", || {
            let states = service.bots();
            states.len() >= bots && states.iter().all(|bot| bot.state == BotState::Ready)
        })
        .await;
        service
    }

    fn config(&self) -> Config {
        let inputs = Inputs { file: Some(self.file()), variables: self.variables.clone(), ..Inputs::default() };
        let config = Config::load(&inputs).unwrap();
        self.watch.know_all_of(&config);
        config
    }

    /// The operator's file.
    fn file(&self) -> PathBuf {
        let bot = |(index, token)| format!("[[bots]]\nname = \"bot {index}\"\ntoken = \"{token}\"\n");
        let bots: String = self.tokens.iter().enumerate().map(bot).collect();
        let file = self.directory.path().join("tickit.toml");
        std::fs::write(&file, bots).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        file
    }
}

/// What the service says of its health to strangers, with the status: `http` is like `http://127.0.0.1:8080`.
pub async fn health(http: &str) -> (u16, Value) {
    let answer = reqwest::get(format!("{http}/api/health")).await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// The same for the operator.
pub async fn health_for_operator(http: &str) -> (u16, Value) {
    let asking = reqwest::Client::new().get(format!("{http}/api/health")).bearer_auth(OPERATOR_KEY);
    let answer = asking.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}
