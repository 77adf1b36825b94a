//! Messages.
use serde_json::{Map, Value, json};

use super::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, RoleId, Snowflake, UserId, World};
use crate::{DiscordError, Intents, Millis};

/// The flag of messages that only one user sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// The flag of an answer that is still to come.
pub const LOADING: u64 = 1 << 7;
/// The flag of messages that consist of components.
pub const IS_COMPONENTS_V2: u64 = 1 << 15;
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
    /// Fields of the message object in place of those above, and others.
    pub fields: Map<String, Value>,
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
    /// Fields of the message object in place of those above, and others.
    pub fields: Map<String, Value>,
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
            && self.fields.is_empty()
            && !self.is_forward()
    }

    /// Whether it forwards another message.
    pub fn is_forward(&self) -> bool {
        self.reference.as_ref().is_some_and(|reference| reference["type"] == 1)
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
        let nonce = draft.nonce.clone().filter(|_| draft.enforce_nonce);
        if let Some(earlier) = nonce.as_ref().and_then(|nonce| self.sent_with_nonce(author, channel, nonce)) {
            return Ok(earlier);
        }
        self.unarchive(channel);
        let message = Message { channel, author, ..Message::default() };
        let id = self.post(message, draft);
        if let Some(nonce) = &nonce {
            self.remember_nonce(author, channel, nonce, id);
        }
        Ok(id)
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
            message.kind = if draft.is_forward() { 0 } else { 19 };
            message.reference.clone_from(&draft.reference);
        }
        message.fields.clone_from(&draft.fields);
        if let Some(snapshot) = self.snapshot(&draft) {
            message.fields.insert("message_snapshots".to_owned(), json!([{ "message": snapshot }]));
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

    /// The intent that messages of a channel need.
    pub fn message_intents(&self, channel: ChannelId) -> Intents {
        if self.guild_of(channel).is_some() { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES }
    }

    /// The guild of a channel.
    pub fn guild_of(&self, channel: ChannelId) -> Option<GuildId> {
        self.channels.get(&channel).and_then(|channel| channel.guild)
    }
}
