//! What a bot's owner asks of the service: to host the bot, to say how it is doing, to let it go.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use tickit_domain::actor::Actor;
use tickit_domain::api_key::{ApiKey, KeyScope};
use tickit_domain::bot::{BotMode, BotState, Trouble};
use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::BotId;

use super::BotStatus;

/// Hosts bots for their owners.
#[async_trait]
pub trait BotHosting: Send + Sync + Debug {
    /// Registers a bot, or registers it again; the same again changes nothing.
    async fn register(&self, registration: Registration) -> Result<Registered, RegisterError>;
    /// Ends a bot's sessions and forgets its token; whether it was registered.
    async fn forget(&self, bot: BotId, actor: &Actor) -> Outcome<bool>;
    /// Stops a bot until it is started again, also over restarts and registrations; whether it is registered.
    async fn stop(&self, bot: BotId, actor: &Actor) -> Outcome<bool>;
    /// Has a bot go on that was stopped, for whatever reason; whether it is registered.
    async fn start(&self, bot: BotId, actor: &Actor) -> Outcome<bool>;
    /// How a bot is doing; `None` where this process has no such bot.
    fn detail(&self, bot: BotId) -> Option<BotDetail>;
    /// The key that Discord signs a bot's interactions with, as hex.
    fn verify_key(&self, bot: BotId) -> Option<String>;
    /// Whether a bot is stopped for good; `None` where this process has no such bot.
    fn is_stopped(&self, bot: BotId) -> Option<bool>;
    /// The program that a bot lives in was heard of.
    fn heard_of(&self, bot: BotId, host: Host);
    /// A session of that program's own is ready: ours may identify.
    fn host_ready(&self, bot: BotId);
}

/// A wish to have a bot hosted.
#[derive(Debug)]
pub struct Registration {
    /// Which bot.
    pub bot: BotId,
    /// How its interactions shall reach Tickit.
    pub mode: BotMode,
    /// Its token, unless it was registered before.
    pub token: Option<SecretString>,
    /// The names of Tickit's commands that Tickit shall answer; all of them where none is named.
    pub takes_over: Option<BTreeSet<String>>,
    /// Whether the program that the bot lives in is about to identify with the same token.
    pub identifies: bool,
    /// What entitles whoever asks.
    pub with: With,
}

/// What entitles somebody to register a bot.
#[derive(Debug)]
pub enum With {
    /// They run the service.
    Operator(Actor),
    /// A key.
    Key(ApiKey, Actor),
    /// The token itself. They get a key for the bot.
    Token,
}

impl With {
    /// Whether it shows by itself that somebody may speak for this bot. Whoever has only the right to bring some bot shows
    /// by its token that this one is theirs.
    pub fn is_for(&self, bot: BotId) -> bool {
        match self {
            Self::Operator(_) => true,
            Self::Key(key, _) => key.scope == KeyScope::Bot(bot),
            Self::Token => false,
        }
    }
}

/// A bot is registered.
#[derive(Debug)]
pub struct Registered {
    /// The key that was made for its owner. It is not shown again.
    pub key: Option<SecretString>,
}

/// Why a bot is not registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// There is no token to make channels with.
    #[error("the bot's token is missing")]
    TokenMissing,
    /// Discord does not know the token.
    #[error("Discord does not know the token")]
    TokenRefused,
    /// The token is another bot's.
    #[error("the token is that of application {0}")]
    TokenOfAnotherBot(BotId),
    /// The invitation is another bot's by now.
    #[error("the invitation was used for another bot")]
    InvitationUsed,
    /// There is no command of Tickit's of this name.
    #[error("Tickit has no command {0:?}")]
    NoSuchCommand(String),
    /// Nobody said at which address Discord reaches this service.
    #[error("the service does not know its public address")]
    PublicUrlMissing,
    /// Discord does not take the address; why.
    #[error("Discord does not take the Interactions Endpoint: {0}")]
    EndpointRefused(String),
    /// Discord does not answer.
    #[error("Discord does not answer")]
    DiscordUnavailable(Duration),
    /// Too many were asked about of late, or Discord asks to wait.
    #[error("too many tokens are asked about")]
    Busy(Duration),
    /// Ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// All that a bot's owner may know of it.
#[derive(Debug, Clone)]
pub struct BotDetail {
    /// How it is doing.
    pub status: BotStatus,
    /// How its interactions reach Tickit.
    pub mode: BotMode,
    /// Each of its shards: of Tickit's sessions, or of the program that forwards.
    pub shards: Vec<ShardStatus>,
    /// The commands that Tickit answers, by name and by Discord's type.
    pub commands: Vec<(String, u64)>,
    /// The names of those that were named when it was registered; none where all were meant.
    pub takes_over: Option<BTreeSet<String>>,
    /// The versions that its host named.
    pub versions: BTreeMap<String, String>,
    /// How often somebody else answered its interactions before Tickit, of late.
    pub answered_elsewhere: u64,
    /// How often the token may still identify, as Discord last said.
    pub identifies: Option<Identifies>,
    /// Where Discord may post its interactions to, if the service has a public address.
    pub endpoint_url: Option<String>,
    /// Where an admin invites it to their server, with the permissions that it needs.
    pub invite_url: String,
}

/// How one shard is doing.
#[derive(Debug, Clone)]
pub struct ShardStatus {
    /// Which one, from 0.
    pub index: u16,
    /// Of how many.
    pub total: u16,
    /// How it is doing; none of a shard of the host's own.
    pub state: Option<BotState>,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
    /// When it is tried again.
    pub next_try: Option<Timestamp>,
    /// When the host's shard was heard of last.
    pub seen_at: Option<Timestamp>,
}

/// A bot's budget of IDENTIFYs, which all programs with its token share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identifies {
    /// How many are left today.
    pub remaining: u32,
    /// Of how many.
    pub total: u32,
}

/// The program that a bot lives in, as it presents itself.
#[derive(Debug, Clone, Default)]
pub struct Host {
    /// Which of its shards speaks, and of how many.
    pub shard: Option<(u16, u16)>,
    /// Versions by name, where it tells them.
    pub versions: Option<BTreeMap<String, String>>,
}
