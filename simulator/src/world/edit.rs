//! Changes of messages, and their end.
use serde_json::{Value, json};

use super::{Attachment, ChannelId, Draft, IS_COMPONENTS_V2, Message, MessageId, Snowflake, V2_ONLY, World};
use crate::{DiscordError, FormErrors};

/// The flag of messages whose embeds are hidden.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// A change of a message. What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// The text.
    pub content: Option<String>,
    /// Embeds.
    pub embeds: Option<Vec<Value>>,
    /// Components.
    pub components: Option<Vec<Value>>,
    /// Flags; only suppressed embeds and components v2 can change.
    pub flags: Option<u64>,
    /// `allowed_mentions`, as sent.
    pub allowed_mentions: Option<Value>,
    /// The files that are kept.
    pub keep: Option<Vec<Snowflake>>,
    /// New files with their contents.
    pub files: Vec<(Attachment, Vec<u8>)>,
}

impl World {
    /// Changes a message and tells the bots, as its author does.
    pub fn edit_message(&mut self, channel: ChannelId, id: MessageId, change: impl FnOnce(&mut Message)) -> bool {
        let now = self.now();
        self.update_message(channel, id, |message| {
            change(message);
            message.edited = Some(now);
        })
    }

    /// Changes a message and tells the bots, as Discord does it by itself: when it was edited stays.
    pub fn update_message(&mut self, channel: ChannelId, id: MessageId, change: impl FnOnce(&mut Message)) -> bool {
        let Some(message) = self.message_mut(channel, id) else { return false };
        change(message);
        let ephemeral = message.ephemeral();
        if !ephemeral {
            self.emit_message("MESSAGE_UPDATE", channel, id);
        }
        true
    }

    /// Applies a change to what the message says, by the rules: something must remain, and components v2 stay so.
    pub fn apply_edit(&mut self, channel: ChannelId, id: MessageId, edit: Edit) -> Result<(), DiscordError> {
        let found = self.message(channel, id).ok_or_else(DiscordError::unknown_message)?;
        let mut message = Message { edited: found.edited, ..found.clone() };
        let flags = edit.flags.unwrap_or(0) & (IS_COMPONENTS_V2 | SUPPRESS_EMBEDS);
        message.flags = (message.flags & !SUPPRESS_EMBEDS) | flags;
        let kept = edit.keep.unwrap_or_else(|| message.attachments.iter().map(|file| file.id).collect());
        let gone: Vec<_> = message.attachments.extract_if(.., |file| !kept.contains(&file.id)).collect();
        let draft = Draft {
            content: edit.content.unwrap_or_else(|| std::mem::take(&mut message.content)),
            embeds: edit.embeds.unwrap_or_else(|| std::mem::take(&mut message.embeds)),
            components: edit.components.unwrap_or_else(|| std::mem::take(&mut message.components)),
            files: edit.files,
            allowed_mentions: edit.allowed_mentions,
            ..Draft::default()
        };
        if draft.is_empty() && message.attachments.is_empty() {
            return Err(DiscordError::empty_message());
        }
        if message.flags & IS_COMPONENTS_V2 != 0 && !(draft.content.is_empty() && draft.embeds.is_empty()) {
            return Err(FormErrors::one("", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", V2_ONLY));
        }
        for file in gone {
            self.files.remove(&file.id);
        }
        self.fill(&mut message, draft);
        self.edit_message(channel, id, |found| *found = message);
        Ok(())
    }

    /// Deletes a message and tells the bots.
    pub fn delete_message(&mut self, channel: ChannelId, id: MessageId) -> bool {
        let Some(message) = self.remove_message(channel, id) else { return false };
        if !message.ephemeral() {
            let guild = self.guild_of(channel);
            let payload = json!({ "id": id, "channel_id": channel, "guild_id": guild });
            self.emit_channel("MESSAGE_DELETE", channel, self.message_intents(channel), &payload);
        }
        true
    }

    /// Takes a message away without telling anybody.
    pub(crate) fn remove_message(&mut self, channel: ChannelId, id: MessageId) -> Option<Message> {
        let message = self.messages.get_mut(&channel)?.remove(&id)?;
        self.forget_files(&message);
        self.keep_for_nonce(&message);
        Some(message)
    }

    pub(super) fn forget_files(&mut self, message: &Message) {
        for attachment in &message.attachments {
            self.files.remove(&attachment.id);
        }
    }
}
