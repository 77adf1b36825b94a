//! IDENTIFY and RESUME, read and judged.
use serde::Deserialize;
use serde_json::Value;

use super::{close, close::CloseReason, terms::Terms};
use crate::{
    Intents,
    world::{ApplicationId, World},
};

/// Every intent bit that Discord has given out.
const KNOWN_INTENTS: u64 = 0x1_FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// From this many guilds a shard on, Discord refuses the session.
const GUILDS_A_SHARD: usize = 2500;

/// IDENTIFY's `d`.
#[derive(Debug, Deserialize)]
pub struct Identify {
    token: String,
    intents: u64,
    #[serde(rename = "properties")]
    _properties: serde_json::Map<String, Value>,
    #[serde(default)]
    shard: Option<(u64, u64)>,
    #[serde(default)]
    compress: Option<bool>,
}

/// RESUME's `d`.
#[derive(Debug, Deserialize)]
pub struct Resume {
    /// The bot's token.
    pub token: String,
    /// Which session.
    pub session_id: String,
    /// The last event received.
    pub seq: u64,
}

/// Whose token this is, or 4004.
pub fn authenticate(world: &World, token: &str) -> Result<ApplicationId, CloseReason> {
    world.authorize(token).ok_or(close::AUTHENTICATION_FAILED)
}

impl Identify {
    /// The token, to find out whose it is.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// What the session will be, or the close code that says why there is none.
    pub fn terms(self, world: &World, application: ApplicationId) -> Result<Terms, CloseReason> {
        let shard = self.shard.unwrap_or((0, 1));
        if shard.1 == 0 || shard.0 >= shard.1 {
            return Err(close::INVALID_SHARD);
        }
        if self.intents & !KNOWN_INTENTS != 0 {
            return Err(close::INVALID_INTENTS);
        }
        let intents = Intents(self.intents);
        let granted = world.applications.get(&application).map_or(Intents::empty(), |found| found.privileged);
        if intents.0 & Intents::PRIVILEGED.0 & !granted.0 != 0 {
            return Err(close::DISALLOWED_INTENTS);
        }
        if guilds_of(world, application, shard).len() >= GUILDS_A_SHARD {
            return Err(close::SHARDING_REQUIRED);
        }
        Ok(Terms { application, shard, intents, compress: self.compress.unwrap_or(false) })
    }
}

/// The guilds that a shard of a bot serves, oldest first.
pub fn guilds_of(world: &World, application: ApplicationId, shard: (u64, u64)) -> Vec<crate::world::GuildId> {
    let ids = world.guilds_of(application).map(|guild| guild.id);
    let mut ids: Vec<_> = ids.filter(|id| super::terms::serves(shard, Some(*id))).collect();
    ids.sort_unstable();
    ids
}
