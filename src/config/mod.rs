//! What the operator chose: read once at the start, from files and variables, and refused where it is wrong.
//!
//! Later layers win: `config/default.toml`, then the environment's own file (both compiled in), then the operator's
//! file, then variables: of `.env`, of `.env.local`, of the process. A mistake names file, line and key.

mod bots;
mod bounds;
mod env_file;
mod environment;
mod error;
mod http;
mod layers;
mod listing;
mod roles;
mod secrets;
mod token;
mod variables;
mod webhooks;

use std::fs;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::Context as _;
use secrecy::SecretString;
use serde::Deserialize;
use tickit_domain::ids::BotId;
use tickit_domain::roles::Roles;

use bounds::{
    between, database_prefix, lifetime, log_filter, milliseconds, optional_secret, optional_uri, some_between,
    some_secret, web_address,
};
use variables::Variables;

pub use environment::Environment;
pub use error::ConfigError;
pub use http::{HttpSettings, Networks, RegistrationPolicy, TlsFiles, TlsSettings};
pub use layers::{Inputs, Source, named_variable};
pub use listing::{Listing, Setting};
pub use roles::read_roles;
pub use token::{bot_named_in, clean_token};
pub use webhooks::WebhookSettings;

/// Everything that can be configured.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Which defaults apply, and whether secrets may be generated.
    #[serde(skip)]
    pub environment: Environment,
    /// Which role may what.
    #[serde(skip)]
    pub roles: Roles,
    /// The HTTP server.
    pub http: HttpSettings,
    /// Where documents are kept.
    pub store: StoreSettings,
    /// How Discord is reached.
    pub discord: DiscordSettings,
    /// Keys.
    pub security: SecuritySettings,
    /// What programs are told of.
    pub webhooks: WebhookSettings,
    /// Logs.
    pub log: LogSettings,
    /// What guilds get that chose nothing.
    pub tickets: TicketSettings,
    /// Sessions with Discord.
    pub gateway: GatewaySettings,
    /// Work that survives a restart.
    pub jobs: JobSettings,
    /// Bots that the operator configured, beside those that were added later.
    #[serde(default)]
    pub bots: Vec<BotSettings>,
}

/// `[store]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSettings {
    /// For the embedded databases and generated secrets.
    pub data_directory: PathBuf,
    /// MongoDB; the embedded store where there is none. Carries a password: never log it.
    #[serde(deserialize_with = "optional_uri")]
    pub mongodb_uri: Option<SecretString>,
    /// What MongoDB's database names begin with.
    #[serde(deserialize_with = "database_prefix")]
    pub database_prefix: String,
}

/// `[discord]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscordSettings {
    /// The base of the API with its version and without a slash at the end.
    #[serde(deserialize_with = "web_address")]
    pub api_base: String,
    /// A PEM file of certificate authorities that are trusted besides the public ones.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The application by which people sign in.
    #[serde(default)]
    pub client_id: Option<BotId>,
    /// Its client secret; without it nobody signs in.
    #[serde(default, deserialize_with = "some_secret")]
    pub client_secret: Option<SecretString>,
}

impl DiscordSettings {
    /// The authorities that are trusted besides the public ones, as PEM; nothing where there are none.
    pub fn authorities(&self) -> anyhow::Result<Arc<[u8]>> {
        let Some(file) = &self.ca_file else { return Ok(Arc::default()) };
        let pem = fs::read(file).with_context(|| format!("reading discord.ca_file, {}", file.display()))?;
        let begins = b"-----BEGIN CERTIFICATE-----";
        anyhow::ensure!(
            pem.windows(begins.len()).any(|bytes| bytes == begins),
            "discord.ca_file, {}, has no certificate in it: it has to be a PEM file",
            file.display()
        );
        Ok(pem.into())
    }
}

/// `[security]`: complete in a [`Config`] that [`Config::load`] gave.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecuritySettings {
    /// The key that secrets are sealed with, as text.
    #[serde(deserialize_with = "optional_secret")]
    pub encryption_key: SecretString,
    /// The salt of its derivation, as text.
    #[serde(deserialize_with = "optional_secret")]
    pub encryption_iv: SecretString,
    /// Keys used before, each `KEY` or `KEY:IV`.
    pub encryption_keys_old: Vec<SecretString>,
    /// Whether what was said is sealed in the databases.
    pub seal_contents: bool,
    /// Lets its bearer reconnect bots.
    #[serde(deserialize_with = "optional_secret")]
    pub operator_key: SecretString,
    /// What sign-ins are signed with, 32 bytes and more. There always is one, except in production.
    #[serde(deserialize_with = "some_secret")]
    pub jwt_secret: Option<SecretString>,
    /// How long a sign-in holds.
    #[serde(deserialize_with = "lifetime")]
    pub jwt_expiry: Duration,
    /// A file that gives permissions to other roles than `config/roles.toml` does.
    #[serde(default)]
    pub roles_file: Option<PathBuf>,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// For people or for collectors.
    pub format: LogFormat,
    /// A filter as `tracing-subscriber` reads it, such as `info,tickit=debug`.
    #[serde(deserialize_with = "log_filter")]
    pub level: String,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// `[tickets]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketSettings {
    /// How long a press may wait for the database.
    #[serde(rename = "deadline_ms", deserialize_with = "milliseconds::<100, 2_500, _>")]
    pub deadline: Duration,
}

/// `[gateway]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewaySettings {
    /// How many sessions may shake hands at once.
    #[serde(deserialize_with = "between::<1, 256, _>")]
    pub concurrent_handshakes: usize,
    /// How often a bot may identify in a day.
    #[serde(deserialize_with = "between::<1, 990, _>")]
    pub identifies_per_day: usize,
}

/// `[jobs]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobSettings {
    /// How many jobs work at once, besides those that wait for Discord; where nothing is said, as many as suit the store.
    #[serde(default, deserialize_with = "some_between::<1, 256, _>")]
    pub concurrency: Option<usize>,
}

impl JobSettings {
    /// So many jobs work at once on MongoDB, most of them waiting for it.
    const ON_MONGODB: usize = 16;

    /// How many jobs work at once where the databases are files, or not. With files a job hardly waits for anything but
    /// Discord: more of them than there are cores would only keep presses waiting.
    pub fn concurrency(&self, on_files: bool) -> usize {
        let cores = || available_parallelism().map_or(1, NonZero::get);
        self.concurrency.unwrap_or_else(|| if on_files { cores() } else { Self::ON_MONGODB })
    }
}

/// One of `[[bots]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotSettings {
    /// What the operator calls it, in logs and messages.
    pub name: String,
    /// Its token, from the file or from the variable that `token_env` names.
    pub token: SecretString,
}

impl Config {
    /// Reads every layer and checks it. Except in production, makes secrets that are missing, in the data directory.
    pub fn load(inputs: &Inputs) -> Result<Self, ConfigError> {
        let variables = Variables::read(inputs)?;
        let mut layers = layers::read(inputs, &variables)?;
        let draft = layers.typed()?;
        if layers.environment.makes_secrets() {
            layers.add_generated(&secrets::read_or_make(&draft.store.data_directory)?)?;
            if layers.typed()?.security.jwt_secret.is_none() {
                layers.add_generated(&secrets::complete(&draft.store.data_directory)?)?;
            }
        }
        let config = layers.typed()?;
        secrets::check(&config, &layers)?;
        http::check(&config.http, &layers)?;
        Ok(Self { roles: read_roles(config.security.roles_file.as_deref())?, ..config })
    }

    /// Every key with its value and where it came from, secrets masked. Checks what is there and makes nothing.
    pub fn list(inputs: &Inputs) -> Result<Listing, ConfigError> {
        let variables = Variables::read(inputs)?;
        let mut layers = layers::read(inputs, &variables)?;
        let draft = layers.typed()?;
        if layers.environment.makes_secrets()
            && let Some(generated) = secrets::read(&draft.store.data_directory)?
        {
            layers.add_generated(&generated)?;
        }
        Ok(listing::list(&layers, &variables))
    }
}
