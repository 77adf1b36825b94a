//! Which guilds bots are in, as far as Discord says so.

use std::fmt::Debug;

use crate::discord::Place;

/// Is told where bots come, and where they go. An outage of a guild is neither: the bot is in it still, and when the
/// outage is over it is told that the bot is there. Answers at once; what takes time it does by itself.
pub trait GuildPresence: Send + Sync + Debug {
    /// The bot is in the guild: its session begins with it, it was invited, or an outage of the guild is over.
    fn guild_joined(&self, at: Place);
    /// The bot was removed from the guild, or the guild was deleted.
    fn guild_left(&self, at: Place);
}
