//! A bot, as its owner sees it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tickit_domain::bot::{BotMode, BotState, StopReason, Trouble};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;
use utoipa::ToSchema;

use super::super::ports::{BotDetail, BotStatus, ShardStatus};
use super::super::protocol::ProtocolOut;
use super::advice::{NoticeOut, advice, notices};

/// How often a host asks how its bot is doing.
const HEARTBEAT_SECONDS: u32 = 30;

/// What the custom ids of Tickit's controls begin with.
const PREFIXES: [&str; 1] = ["tickit:"];

/// How a bot's interactions reach Tickit.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Mode)]
pub(in crate::http) enum ModeInOut {
    /// By a gateway session of Tickit's own.
    Delegate,
    /// By the bot's host, which posts each of them.
    Forward,
    /// By Discord, which posts them to Tickit's Interactions Endpoint.
    Endpoint,
}

/// A bot, as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bot)]
pub(in crate::http) struct BotOut {
    #[schema(value_type = Option<String>)]
    id: Option<BotId>,
    name: String,
    mode: ModeInOut,
    state: StateOut,
    /// Why it is not ready: what stopped it, or what it does not get past.
    #[schema(value_type = Option<String>)]
    reason: Option<ReasonOut>,
    /// What to do about it, in a sentence.
    advice: Option<&'static str>,
    /// When it is tried again.
    next_try: Option<String>,
    shards: Vec<ShardOut>,
    /// Whether Tickit is told what members write; `null` where that is not known yet.
    message_content: Option<bool>,
    notices: Vec<NoticeOut>,
    /// The commands that Tickit answers for it.
    commands: Vec<CommandOut>,
    /// What the custom ids of Tickit's controls begin with.
    prefixes: [&'static str; 1],
    protocol: ProtocolOut,
    /// Where Discord may post interactions to, if the service has a public address.
    endpoint_url: Option<String>,
    /// Where an admin invites it to their server, with the permissions that it needs.
    invite_url: String,
    /// How often the caller should ask again.
    heartbeat_seconds: u32,
    /// The versions that its host named.
    versions: BTreeMap<String, String>,
    /// A new key of the bot, where an open registration made one. It is not shown again.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// How a bot or a shard is doing.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = State)]
enum StateOut {
    Connecting,
    Ready,
    Waiting,
    Degraded,
    Stopped,
}

/// Why a bot or a shard is not ready.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
enum ReasonOut {
    Trouble(Trouble),
    Stop(StopReason),
}

/// One of a bot's shards: of Tickit's sessions, or of the host that hands interactions over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Shard)]
struct ShardOut {
    index: u16,
    total: u16,
    /// `null` where the host's shard was not heard of for a while.
    state: Option<StateOut>,
    #[schema(value_type = Option<String>)]
    reason: Option<ReasonOut>,
    next_try: Option<String>,
    /// When the host's shard was heard of last.
    seen_at: Option<String>,
}

/// A command, by what interactions carry of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Command)]
struct CommandOut {
    name: String,
    /// Discord's type: 1 of slash commands, 2 of users' menus, 3 of messages' menus.
    #[serde(rename = "type")]
    kind: u64,
}

impl BotOut {
    /// With a key that was just made.
    pub(super) fn with_key(self, key: Option<String>) -> Self {
        Self { key, ..self }
    }
}

impl From<BotDetail> for BotOut {
    fn from(bot: BotDetail) -> Self {
        let (advice, notices, status) = (advice(&bot), notices(&bot), bot.status);
        let (state, reason) = told(status.state, status.trouble);
        let shards = bot.shards.into_iter().map(ShardOut::from).collect();
        let commands = bot.commands.into_iter().map(CommandOut::from).collect();
        let (next_try, mode) = (status.next_try.map(Timestamp::to_rfc3339), bot.mode.into());
        let BotStatus { id, name, message_content, .. } = status;
        let BotDetail { endpoint_url, invite_url, versions, .. } = bot;
        let (prefixes, protocol, heartbeat_seconds, key) = (PREFIXES, ProtocolOut::OWN, HEARTBEAT_SECONDS, None);
        #[rustfmt::skip]
        let out = Self {
            id, name, mode, state, reason, advice, next_try, shards, message_content, notices, commands, prefixes, protocol,
            endpoint_url, invite_url, heartbeat_seconds, versions, key,
        };
        out
    }
}

impl From<(String, u64)> for CommandOut {
    fn from((name, kind): (String, u64)) -> Self {
        Self { name, kind }
    }
}

impl From<ShardStatus> for ShardOut {
    fn from(shard: ShardStatus) -> Self {
        let (state, reason) = shard.state.map(|state| told(state, shard.trouble)).unzip();
        Self {
            index: shard.index,
            total: shard.total,
            state,
            reason: reason.flatten(),
            next_try: shard.next_try.map(Timestamp::to_rfc3339),
            seen_at: shard.seen_at.map(Timestamp::to_rfc3339),
        }
    }
}

fn told(state: BotState, trouble: Option<Trouble>) -> (StateOut, Option<ReasonOut>) {
    match state {
        BotState::Connecting => (StateOut::Connecting, None),
        BotState::Ready => (StateOut::Ready, None),
        BotState::Waiting => (StateOut::Waiting, trouble.map(ReasonOut::Trouble)),
        BotState::Degraded(trouble) => (StateOut::Degraded, Some(ReasonOut::Trouble(trouble))),
        BotState::Stopped(reason) => (StateOut::Stopped, Some(ReasonOut::Stop(reason))),
    }
}

impl From<ModeInOut> for BotMode {
    fn from(mode: ModeInOut) -> Self {
        match mode {
            ModeInOut::Delegate => Self::Delegate,
            ModeInOut::Forward => Self::Forward,
            ModeInOut::Endpoint => Self::Endpoint,
        }
    }
}

impl From<BotMode> for ModeInOut {
    fn from(mode: BotMode) -> Self {
        match mode {
            BotMode::Delegate => Self::Delegate,
            BotMode::Forward => Self::Forward,
            BotMode::Endpoint => Self::Endpoint,
        }
    }
}
