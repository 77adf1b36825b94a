//! What somebody may in a guild who does not come from Discord's clients, which say it with each interaction.

use super::Desk;
use crate::actor::Authority;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{BotId, GuildId, UserId};
use crate::store::settings::SettingsOf;

impl Desk {
    /// What a member may, by their roles as Discord says at this instant. Refused where they are none, and where Discord
    /// cannot be asked: that is neither yes nor no.
    pub async fn authority_of(&self, at: Place, user: UserId) -> Outcome<Authority> {
        let choices = self.guild_choices(at);
        let member = choices.member(user).await?;
        let manages_guild = choices.manages_guild(user, &member.roles).await?;
        Ok(Authority::Member { roles: member.roles, manages_guild, joined_at: member.joined_at })
    }

    /// The bots that were set up in a guild; none where nothing is kept of it.
    pub async fn bots_at(&self, guild: GuildId) -> Outcome<Vec<BotId>> {
        if !self.has_guild(guild).await? {
            return Ok(Vec::new());
        }
        Ok(SettingsOf::bots(&self.documents(guild).await?).await?)
    }
}
