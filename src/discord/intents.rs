//! Which intents sessions ask for: those that every bot may have, and the privileged ones that a bot's owner switched on.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tickit_domain::ids::BotId;

/// Intents, as Discord's bits (<https://docs.discord.com/developers/events/gateway#list-of-intents>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Intents {
    /// Asked for always.
    pub always: u64,
    /// Asked for where the application may have it: asking without that closes the session with 4014.
    pub privileged: u64,
    /// The application's flags that say so, any of them
    /// (<https://docs.discord.com/developers/resources/application#application-object-application-flags>).
    pub flags: u64,
}

/// `GATEWAY_MESSAGE_CONTENT` and its `_LIMITED` form, of an application's flags.
pub const MESSAGE_CONTENT_FLAGS: u64 = (1 << 18) | (1 << 19);

/// Which bots are told what members write, as far as they asked Discord.
#[derive(Debug, Default)]
pub struct ContentIntents(RwLock<HashMap<BotId, bool>>);

impl ContentIntents {
    /// Notes whether a bot is; what was known before.
    pub fn note(&self, bot: BotId, granted: bool) -> Option<bool> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(bot, granted)
    }

    /// Whether a bot is, if that is known.
    pub fn of(&self, bot: BotId) -> Option<bool> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&bot).copied()
    }

    /// The bot is gone.
    pub fn forget(&self, bot: BotId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&bot);
    }
}

impl Intents {
    /// What tickets need: guilds with their channels, messages in guilds, and, where the application has it, what those
    /// messages say.
    pub const NEEDED: Self = Self { always: 1 | (1 << 9), privileged: 1 << 15, flags: MESSAGE_CONTENT_FLAGS };

    /// Those that an application with these flags may ask for.
    pub const fn granted(self, application_flags: u64) -> u64 {
        if application_flags & self.flags == 0 { self.always } else { self.always | self.privileged }
    }
}
