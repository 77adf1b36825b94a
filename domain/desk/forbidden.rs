//! Finding out what the bot lacks, once Discord has refused it something for want of a permission.

use std::time::Duration;

use super::Desk;
use crate::discord::Place;
use crate::error::Refusal;
use crate::guild::{BotPermission, BotPermissions};
use crate::ids::ChannelId;
use crate::ticket::Aspect;

/// How long Discord is asked for it: somebody waits for the refusal.
const PATIENCE: Duration = Duration::from_secs(3);

impl Desk {
    /// The refusal of what a ticket needs in a channel or category, or in the guild where it is `None`.
    pub(super) async fn forbidden_ticket(&self, at: Place, channel: Option<ChannelId>) -> Refusal {
        let missing = self.bot_permissions(at, channel).await.map(|held| held.missing_for_tickets());
        Refusal::BotForbidden { channel, missing: missing.unwrap_or_default() }
    }

    /// What an aspect of a ticket needs in its channel and the bot lacks; nothing where Discord does not tell.
    pub(super) async fn missing_for(&self, at: Place, channel: ChannelId, aspect: Aspect) -> Vec<BotPermission> {
        let missing = self.bot_permissions(at, Some(channel)).await.map(|held| match aspect {
            Aspect::Pins => held.missing_for_pins(),
            _ => held.missing_for_tickets(),
        });
        missing.unwrap_or_default()
    }

    /// The refusal of a message in a channel.
    pub(super) async fn forbidden_message(&self, at: Place, channel: ChannelId) -> Refusal {
        let missing = self.bot_permissions(at, Some(channel)).await.map(|held| held.missing_for_messages());
        Refusal::BotForbidden { channel: Some(channel), missing: missing.unwrap_or_default() }
    }

    /// What the bot may do there; `None` where Discord does not say so in time.
    async fn bot_permissions(&self, at: Place, channel: Option<ChannelId>) -> Option<BotPermissions> {
        match self.discord.bot_permissions(at, channel, PATIENCE).await {
            Ok(held) => Some(held),
            Err(error) => {
                tracing::info!(bot = %at.bot, guild = %at.guild, %error, "it is not known what the bot lacks");
                None
            }
        }
    }
}
