//! What guilds and people are called, as Discord says: for whoever looks from elsewhere, where no name comes along.

use std::time::Duration;

use super::Desk;
use crate::discord::Place;
use crate::ids::UserId;

/// How long Discord is asked. Whoever looks sees an id where it does not say in time.
const PATIENCE: Duration = Duration::from_secs(1);

impl Desk {
    /// What a guild is called; none where Discord does not say.
    pub async fn guild_name(&self, at: Place) -> Option<String> {
        self.discord.guild_name(at, PATIENCE).await.ok().filter(|name| !name.is_empty())
    }

    /// The username of a member; none where they are none, or Discord does not say.
    pub async fn member_name(&self, at: Place, user: UserId) -> Option<String> {
        self.discord.member(at, user, PATIENCE).await.ok().map(|member| member.name)
    }
}
