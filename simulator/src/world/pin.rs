//! Pinned messages.
use serde_json::json;

use super::{ChannelId, Message, MessageId, UserId, World};
use crate::{DiscordError, Intents, clock::timestamp};

/// Pins of a channel.
const MAXIMUM_PINS: usize = 250;
/// The type of the notice that somebody pinned a message.
const PIN_NOTICE: u8 = 6;

impl World {
    /// Pins a message, with a notice in the channel; again is nothing.
    pub fn pin(&mut self, actor: UserId, channel: ChannelId, id: MessageId) -> Result<(), DiscordError> {
        let now = self.now();
        let pinned = self.pinned(channel).len();
        let message = self.message_mut(channel, id).filter(|message| !message.ephemeral());
        let message = message.ok_or_else(DiscordError::unknown_message)?;
        if message.pinned.is_some() {
            return Ok(());
        }
        if pinned >= MAXIMUM_PINS {
            return Err(DiscordError::maximum_pins());
        }
        message.pinned = Some(now);
        self.pins_changed(channel, id);
        let reference = json!({ "message_id": id, "channel_id": channel, "guild_id": self.guild_of(channel) });
        let notice =
            Message { channel, author: actor, kind: PIN_NOTICE, reference: Some(reference), ..Message::default() };
        self.post(notice, super::Draft::default());
        Ok(())
    }

    /// Unpins a message; again is nothing.
    pub fn unpin(&mut self, channel: ChannelId, id: MessageId) -> Result<(), DiscordError> {
        let message = self.message_mut(channel, id).ok_or_else(DiscordError::unknown_message)?;
        if message.pinned.take().is_some() {
            self.pins_changed(channel, id);
        }
        Ok(())
    }

    /// A channel's pinned messages, the latest pin first.
    pub fn pinned(&self, channel: ChannelId) -> Vec<&Message> {
        let messages = self.messages.get(&channel).map(|messages| messages.values()).into_iter().flatten();
        let mut pinned: Vec<_> = messages.filter(|message| message.pinned.is_some()).collect();
        pinned.sort_by_key(|message| std::cmp::Reverse((message.pinned, message.id)));
        pinned
    }

    fn pins_changed(&mut self, channel: ChannelId, id: MessageId) {
        let latest = self.pinned(channel).first().and_then(|message| message.pinned);
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.last_pin = latest;
        }
        self.emit_message("MESSAGE_UPDATE", channel, id);
        let guild = self.guild_of(channel);
        let payload = json!({ "guild_id": guild, "channel_id": channel, "last_pin_timestamp": latest.map(timestamp) });
        let intents = if guild.is_some() { Intents::GUILDS } else { Intents::DIRECT_MESSAGES };
        self.emit_channel("CHANNEL_PINS_UPDATE", channel, intents, &payload);
    }
}
