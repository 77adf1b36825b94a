//! A bot that Tickit works for, and how it is doing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::api_key::KeyId;
use crate::clock::Timestamp;
use crate::ids::BotId;
use crate::seal::Sealed;

/// A registered bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    /// Its application's id.
    pub id: BotId,
    /// Its name when it was last validated.
    pub name: String,
    /// Its token, sealed.
    pub token: Sealed,
    /// When its owner registered it.
    pub added_at: Timestamp,
    /// Why it was stopped for good; nothing starts it again until its owner registers a new token.
    pub stopped: Option<StopReason>,
    /// What it does not get past, as it was noted last.
    #[serde(default)]
    pub degraded: Option<Trouble>,
    /// A digest of the slash commands that were registered for it last; none before they were.
    #[serde(default)]
    pub commands: Option<String>,
    /// How its interactions reach Tickit.
    #[serde(default)]
    pub mode: BotMode,
    /// The key that Discord signs its interactions with where they come over HTTP: Ed25519, 32 bytes as hex. None of a
    /// bot that was registered before it was kept.
    #[serde(default)]
    pub verify_key: Option<String>,
    /// The names of those of Tickit's commands that Tickit takes over for it; all of them where none is named.
    #[serde(default)]
    pub takes_over: Option<BTreeSet<String>>,
    /// The API key by which its token was registered; none where the operator did.
    #[serde(default)]
    pub registered_by: Option<KeyId>,
}

/// How a bot's interactions reach Tickit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotMode {
    /// By a gateway session of Tickit's own.
    #[default]
    Delegate,
    /// By its host, which posts each of them.
    Forward,
    /// By Discord, which posts them to the Interactions Endpoint.
    Endpoint,
}

/// What Discord says of the application whose token it was asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: BotId,
    /// Its name.
    pub name: String,
    /// The key that it signs interactions over HTTP with.
    pub verify_key: String,
}

impl Bot {
    /// A bot whose token was just found to be this application's: as it was registered before, or as new.
    pub fn registered(before: Option<Self>, application: Application, token: Sealed, now: Timestamp) -> Self {
        let Application { id, name, verify_key } = application;
        let new = || Self {
            id,
            name: String::new(),
            token: token.clone(),
            added_at: now,
            stopped: None,
            degraded: None,
            commands: None,
            mode: BotMode::default(),
            verify_key: None,
            takes_over: None,
            registered_by: None,
        };
        let before = before.filter(|before| before.id == id).unwrap_or_else(new);
        let verify_key = Some(verify_key).filter(|key| !key.is_empty());
        // What somebody stopped, only somebody starts again.
        let stopped = before.stopped.filter(|reason| *reason == StopReason::ByHand);
        Self { name, token, verify_key, stopped, degraded: None, registered_by: None, ..before }
    }
}

/// Why a bot's sessions are not tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// Close code 4004 or HTTP 401: the token is no longer valid.
    TokenRevoked,
    /// Close codes 4010 and 4011: the shard is invalid, or the bot is in too many guilds for one.
    ShardingRequired,
    /// Close code 4012: Discord no longer speaks this gateway version.
    GatewayVersion,
    /// Close codes 4013 and 4014: an intent is invalid, or its switch in the developer portal is off.
    IntentsDisallowed,
    /// Its owner or the operator stopped it.
    ByHand,
}

/// Why a bot is not ready, although it is tried again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The gateway takes no connection, or does not say HELLO.
    GatewayUnreachable,
    /// The gateway's address is not one that a token may be sent to.
    GatewayUntrusted,
    /// The gateway was told of the session, and the time for its answer passed.
    GatewaySilent,
    /// Connections end, and what resumes the session, or begins one, does not last.
    ConnectionLost,
    /// The bot has identified as often as it may in a day.
    IdentifyLimit,
    /// The bot's token was sealed with a key that is not known here.
    TokenUnreadable,
    /// The database that keeps the sessions does not answer.
    StoreUnavailable,
    /// Discord's API does not answer, or not with what was asked for.
    DiscordUnavailable,
    /// Discord's API asks the bot to wait.
    RateLimited,
    /// Too many requests of the bot, or of all bots, were refused lately: none is sent.
    HeldBack,
    /// Discord's edge refuses this machine's address, whatever bot asks.
    AddressBanned,
}

/// How a bot is doing in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "reason")]
pub enum BotState {
    /// On its way to Discord: waiting for the gate, shaking hands, identifying or resuming.
    Connecting,
    /// Its session receives events.
    Ready,
    /// Its session was lost; it waits before it tries again.
    Waiting,
    /// It was tried several times in a row and comes to nothing; it is tried on.
    Degraded(Trouble),
    /// Stopped for good.
    Stopped(StopReason),
}
