//! What all sessions of the process share.

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use rustls::ClientConfig;
use tickit_domain::bot::StopReason;
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use super::address::Trust;
use super::counters::Counters;
use super::gate::HandshakeGate;
use super::{EventQueue, GatewaySettings, SessionMemory, socket};
use crate::discord::Rest;
use crate::discord::backoff::Jitter;

/// What a supervisor is made of.
#[derive(Debug)]
pub struct Parts {
    /// The way to Discord's REST API, which says where gateways are; its base decides which of them are trusted.
    pub rest: Rest,
    /// What outlives the process.
    pub memory: Arc<dyn SessionMemory>,
    /// Where events go.
    pub queue: EventQueue,
    /// Who is told of bots that are stopped for good.
    pub listener: Arc<dyn StopListener>,
    /// Deadlines, limits and pauses.
    pub settings: GatewaySettings,
    /// Where jitter begins.
    pub seed: u64,
}

/// Is told of bots that are not tried again.
#[async_trait]
pub trait StopListener: Send + Sync + Debug {
    /// The bot's sessions ended and are not begun again until it is started anew. Called once, and given some seconds.
    async fn stopped(&self, bot: BotId, reason: StopReason);

    /// Whether the bot's owner granted the privileged intents, asked each time that the bot is started.
    fn privileged(&self, bot: BotId, granted: bool) {
        let _ = (bot, granted);
    }
}

/// What all sessions share.
#[derive(Debug)]
pub(super) struct Hosting {
    pub rest: Rest,
    pub memory: Arc<dyn SessionMemory>,
    pub queue: EventQueue,
    pub listener: Arc<dyn StopListener>,
    pub settings: GatewaySettings,
    pub trust: Trust,
    pub gate: HandshakeGate,
    pub tls: Arc<ClientConfig>,
    pub jitter: Jitter,
    pub counters: Counters,
    /// Since when: what quiet sessions do from time to time they do together, counted from here.
    pub began: Instant,
}

impl Hosting {
    pub fn new(parts: Parts) -> anyhow::Result<Self> {
        let Parts { rest, memory, queue, listener, settings, seed } = parts;
        let (trust, gate, tls) =
            (Trust::of(rest.base()), HandshakeGate::new(&settings), socket::tls(&settings.authorities)?);
        let (jitter, counters) = (Jitter::new(seed), Counters::default());
        let began = Instant::now();
        Ok(Self { rest, memory, queue, listener, settings, trust, gate, tls, jitter, counters, began })
    }
}
