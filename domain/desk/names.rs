//! What guilds and people are called, as Discord says: for whoever looks from elsewhere, where no name comes along.

use std::time::Duration;

use super::Desk;
use crate::discord::Place;
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

    /// What a guild is called; none where Discord does not say.
    pub async fn guild_name(&self, at: Place) -> Option<String> {
        self.discord.guild_name(at, PATIENCE).await.ok().filter(|name| !name.is_empty())
    }

    /// The username of a member; none where they are none, or Discord does not say.
    pub async fn member_name(&self, at: Place, user: UserId) -> Option<String> {
        self.discord.member(at, user, PATIENCE).await.ok().map(|member| member.name)
    }
}
