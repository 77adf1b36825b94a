//! Messages.
use serde_json::{Value, json};

use super::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, RoleId, Snowflake, UserId, World};
use crate::{DiscordError, FormErrors, Intents, Millis};

/// The flag of messages that only one user sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// The flag of an answer that is still to come.
pub const LOADING: u64 = 1 << 7;
/// The flag of messages that consist of components.
pub const IS_COMPONENTS_V2: u64 = 1 << 15;

/// The flag of messages whose embeds are hidden.
const SUPPRESS_EMBEDS: u64 = 1 << 2;
pub(crate) const V2_ONLY: &str =
    "The 'content', 'embeds', 'stickers' and 'poll' fields cannot be used with IS_COMPONENTS_V2";

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The id. In a draft of an existing one the same; of a new file, drawn when it is posted.
    pub id: Snowflake,
    /// The name.
    pub filename: String,
    /// Alternative text.
    pub description: Option<String>,
    /// The media type.
    pub content_type: String,
    /// In bytes.
    pub size: usize,
}

/// Whom a message really notifies, after `allowed_mentions` and permissions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pings {
    /// Users.
    pub users: Vec<UserId>,
    /// Roles.
    pub roles: Vec<RoleId>,
    /// @everyone or @here.
    pub everyone: bool,
}

/// A message.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// The id.
    pub id: MessageId,
    /// Where.
    pub channel: ChannelId,
    /// By whom.
    pub author: UserId,
    /// 0 text, 6 pin notice, 18 thread notice, 19 reply, 20 answer to a slash command.
    pub kind: u8,
    /// The text.
    pub content: String,
    /// Embeds, as sent.
    pub embeds: Vec<Value>,
    /// Components, each with an `id`.
    pub components: Vec<Value>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Flags.
    pub flags: u64,
    /// When it was last edited.
    pub edited: Option<Millis>,
    /// Users that the text names.
    pub mentions: Vec<UserId>,
    /// Roles that the text names.
    pub mention_roles: Vec<RoleId>,
    /// Whom it notifies.
    pub pings: Pings,
    /// Since when it is pinned.
    pub pinned: Option<Millis>,
    /// Whether it was spoken.
    pub tts: bool,
    /// What the sender chose to recognise it by.
    pub nonce: Option<Value>,
    /// `message_reference`.
    pub reference: Option<Value>,
    /// The application, if an interaction's answer.
    pub application: Option<ApplicationId>,
    /// The interaction that it answers.
    pub interaction: Option<InteractionId>,
    /// Rendered `interaction_metadata`.
    pub interaction_metadata: Option<Value>,
    /// The only user who sees it.
    pub only_for: Option<UserId>,
    /// The thread that started from it.
    pub thread: Option<ChannelId>,
}

/// A message to be.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The text.
    pub content: String,
    /// Embeds.
    pub embeds: Vec<Value>,
    /// Components.
    pub components: Vec<Value>,
    /// New files with their contents.
    pub files: Vec<(Attachment, Vec<u8>)>,
    /// Flags.
    pub flags: u64,
    /// Whether to speak it.
    pub tts: bool,
    /// `allowed_mentions`, as sent.
    pub allowed_mentions: Option<Value>,
    /// `message_reference`, as sent.
    pub reference: Option<Value>,
    /// The nonce.
    pub nonce: Option<Value>,
    /// Whether an earlier message with the same nonce is returned instead.
    pub enforce_nonce: bool,
}

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

impl Message {
    /// Whether only one user sees it.
    pub fn ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }
}

impl Draft {
    /// A plain text.
    pub fn text(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.content.trim().is_empty()
            && self.embeds.is_empty()
            && self.components.is_empty()
            && self.files.is_empty()
            && self.reference.as_ref().is_none_or(|reference| reference["type"] != 1)
    }
}

impl World {
    /// Posts a message, by the rules that hold for everybody, and tells the bots that can see the channel.
    pub fn create_message(
        &mut self,
        author: UserId,
        channel: ChannelId,
        draft: Draft,
    ) -> Result<MessageId, DiscordError> {
        self.may_write(author, channel, &draft)?;
        let draft = self.with_permitted_embeds(author, channel, draft)?;
        if let Some(earlier) = self.same_nonce(author, channel, &draft) {
            return Ok(earlier);
        }
        self.unarchive(channel);
        let message = Message { channel, author, ..Message::default() };
        Ok(self.post(message, draft))
    }

    /// A message of a channel.
    pub fn message(&self, channel: ChannelId, id: MessageId) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// A message of a channel, to be changed. Nobody is told.
    pub fn message_mut(&mut self, channel: ChannelId, id: MessageId) -> Option<&mut Message> {
        self.messages.get_mut(&channel)?.get_mut(&id)
    }

    /// Fills a message from a draft, keeps it and tells the bots, unless it is ephemeral.
    pub(super) fn post(&mut self, mut message: Message, draft: Draft) -> MessageId {
        let id = self.next_id();
        message.id = id;
        message.flags |= draft.flags;
        message.tts = draft.tts;
        message.nonce.clone_from(&draft.nonce);
        if draft.reference.is_some() {
            message.kind = 19;
            message.reference.clone_from(&draft.reference);
        }
        self.fill(&mut message, draft);
        let channel = message.channel;
        let ephemeral = message.ephemeral();
        self.messages.entry(channel).or_default().insert(id, message);
        if !ephemeral {
            if let Some(channel) = self.channels.get_mut(&channel) {
                channel.last_message = Some(id);
            }
            self.emit_message("MESSAGE_CREATE", channel, id);
        }
        id
    }

    /// Changes a message and tells the bots.
    pub fn edit_message(&mut self, channel: ChannelId, id: MessageId, change: impl FnOnce(&mut Message)) -> bool {
        let now = self.now();
        let Some(message) = self.message_mut(channel, id) else { return false };
        change(message);
        message.edited = Some(now);
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
        Some(message)
    }

    pub(super) fn forget_files(&mut self, message: &Message) {
        for attachment in &message.attachments {
            self.files.remove(&attachment.id);
        }
    }

    /// The intent that messages of a channel need.
    pub fn message_intents(&self, channel: ChannelId) -> Intents {
        if self.guild_of(channel).is_some() { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES }
    }

    /// The guild of a channel.
    pub fn guild_of(&self, channel: ChannelId) -> Option<GuildId> {
        self.channels.get(&channel).and_then(|channel| channel.guild)
    }

    /// A message of the last minutes by the same author with the same nonce, if the draft insists on it.
    fn same_nonce(&self, author: UserId, channel: ChannelId, draft: &Draft) -> Option<MessageId> {
        let nonce = draft.nonce.as_ref().filter(|_| draft.enforce_nonce)?;
        let since = self.now().saturating_sub(5 * 60_000);
        let latest = self.messages.get(&channel)?.values().rev().take_while(|message| message.id.made_at() >= since);
        let mut same = latest.filter(|message| message.author == author && message.nonce.as_ref() == Some(nonce));
        same.next().map(|message| message.id)
    }
}
