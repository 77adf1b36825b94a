//! What guilds and people are called, as Discord says: for whoever looks from elsewhere, where no name comes along.

use std::time::Duration;

use super::Desk;
use crate::discord::{DiscordError, Place};
use crate::error::Outcome;
use crate::guild::GuildParts;
use crate::ids::UserId;

/// How long Discord is asked. Whoever looks sees an id where it does not say in time.
const PATIENCE: Duration = Duration::from_secs(1);

impl Desk {
    /// The roles and channels of a guild, for whoever chooses among them; none where Discord does not say.
    pub async fn guild_parts(&self, at: Place) -> Option<GuildParts> {
        let mut roles = self.discord.roles(at, PATIENCE).await.ok()?;
        roles.retain(|role| role.id.get() != at.guild.get());
        Some(GuildParts { roles, channels: self.discord.channels(at).await.ok()? })
    }

    /// What a guild is called; none where there is no such guild for the bot. Fails where Discord does not say in time.
    pub async fn guild_name(&self, at: Place) -> Outcome<Option<String>> {
        let name = known(self.discord.guild_name(at, PATIENCE).await)?;
        Ok(name.filter(|name| !name.is_empty()))
    }

    /// The username of a member; none where they are none. Fails where Discord does not say in time.
    pub async fn member_name(&self, at: Place, user: UserId) -> Outcome<Option<String>> {
        Ok(known(self.discord.member(at, user, PATIENCE).await)?.map(|member| member.name))
    }
}

/// What Discord said; none where it does not know what it was asked for.
fn known<T>(asked: Result<T, DiscordError>) -> Outcome<Option<T>> {
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(DiscordError::Gone | DiscordError::Missing) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
