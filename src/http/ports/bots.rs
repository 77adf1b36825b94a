//! What the HTTP door asks of the bots' sessions, wherever they run.

use std::fmt::Debug;

use async_trait::async_trait;
use tickit_domain::bot::{BotState, Trouble};
use tickit_domain::clock::Timestamp;
use tickit_domain::error::Error;
use tickit_domain::ids::BotId;

/// The bots of this process.
#[async_trait]
pub trait BotControl: Send + Sync + Debug {
    /// Each bot and how it is doing, by id. Answers at once.
    fn states(&self) -> Vec<BotStatus>;
    /// Until when Discord's edge refuses this machine's address, so that no bot asks for anything.
    fn address_banned_until(&self) -> Option<Timestamp> {
        None
    }
    /// Has a bot's sessions made anew, also where it was stopped for good.
    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError>;
    /// Has the sessions of every bot that was not stopped for good made anew; how many bots those are.
    fn reconnect_all(&self) -> usize;
}

/// How one bot is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotStatus {
    /// The bot; not known of one of the configuration that is not registered yet.
    pub id: Option<BotId>,
    /// Its name when it was last validated, or in the configuration.
    pub name: String,
    /// How it is doing.
    pub state: BotState,
    /// What went wrong last, where it waits or is degraded.
    pub trouble: Option<Trouble>,
    /// When it is tried again.
    pub next_try: Option<Timestamp>,
    /// Whether it is told what members write, once it asked Discord.
    pub message_content: Option<bool>,
}

/// Why a bot's sessions were not made anew.
#[derive(Debug, thiserror::Error)]
pub enum ReconnectError {
    /// This process has no such bot.
    #[error("this process has no such bot")]
    NotFound,
    /// That it may start again cannot be saved.
    #[error(transparent)]
    Failed(#[from] Error),
}
