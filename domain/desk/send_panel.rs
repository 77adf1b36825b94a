//! Publishing a panel: a message with a button for each ticket type.

use super::Desk;
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::{DiscordError, Panel, Place};
use crate::error::{Error, Outcome, Refusal};
use crate::ids::{ChannelId, MessageId};

impl Desk {
    /// Posts a panel with all of the guild's ticket types to a channel.
    pub async fn send_panel(
        &self,
        at: Place,
        actor: &Actor,
        channel: ChannelId,
        title: &str,
        text: &str,
    ) -> Outcome<MessageId> {
        let settings = self.office(at).await?.settings.get().await?;
        actor.must(Permission::SendPanel, &settings, None)?;
        if settings.types.is_empty() {
            return Err(Refusal::NoTypes.into());
        }
        let panel = Panel { title: title.to_owned(), text: text.to_owned(), types: settings.types };
        self.discord.post_panel(at, channel, &panel).await.map_err(|error| match error {
            DiscordError::Forbidden | DiscordError::Gone => Refusal::BotForbidden { channel: Some(channel) }.into(),
            error => Error::from(error),
        })
    }
}
