//! What Tickit asks of Discord: channels and messages, and nothing of tickets. How it is said on the wire is the
//! service's business, and what messages look like the presenter's.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use crate::json_text::JsonText;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::audience::{Audience, Say};
use crate::clock::Timestamp;
use crate::guild::{BotPermissions, GuildChannel, GuildMember, GuildRole, ListedChannel};
use crate::ids::{BotId, ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};
use crate::seal::Sealed;
use crate::settings::TypeId;
use crate::transcript::{GuildNames, TicketMessage};
use crate::whom::Whom;

/// A guild through a bot: nothing is reached without both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The bot.
    pub bot: BotId,
    /// The guild.
    pub guild: GuildId,
}

/// Why Discord did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiscordError {
    /// The channel, guild or interaction does not exist (any more).
    #[error("it is gone")]
    Gone,
    /// The bot is not in the guild (any more). What is in there stands as it was.
    #[error("the bot is not in the guild")]
    NotInGuild,
    /// A message, member, role or overwrite in it does not exist (any more).
    #[error("a part of it is missing")]
    Missing,
    /// The bot lacks access or a permission.
    #[error("the bot may not do this")]
    Forbidden,
    /// The category or the guild holds as many channels as it may.
    #[error("there is no room for another channel")]
    Full,
    /// Discord does not take this name for a channel.
    #[error("the name is not accepted")]
    NameRefused,
    /// A field of what was sent, which somebody chose, is not accepted: an emoji that was deleted, say.
    #[error("{path} is not accepted: {message} ({code})")]
    InvalidField {
        /// Which field, as in `components[0].components[1].emoji.id`.
        path: String,
        /// Discord's name for what is wrong, such as `BUTTON_COMPONENT_INVALID_EMOJI`.
        code: String,
        /// Discord's message.
        message: String,
    },
    /// The channel is of a kind that this cannot be done in: there are no messages in forums and categories.
    #[error("the channel is of the wrong kind")]
    WrongChannelKind,
    /// Refused for good for another reason, which is a mistake of ours.
    #[error("Discord refused with {code}: {message}")]
    Rejected {
        /// Discord's JSON error code, or the HTTP status where there is none.
        code: u32,
        /// Discord's message.
        message: String,
    },
    /// Not sent: a limit of Discord's holds for so long. Nothing failed.
    #[error("a limit of Discord's holds for {0:?}")]
    Limited(Duration),
    /// Not done: Discord is away or asks for patience.
    #[error("Discord is unavailable for {0:?}")]
    Unavailable(Duration),
    /// May or may not have been done: the answer never came.
    #[error("it is unknown whether Discord did it")]
    Ambiguous,
    /// The bot is not running: its token was revoked, or it was removed.
    #[error("the bot is stopped")]
    Stopped,
}

impl DiscordError {
    /// Whether Discord would say the same again, until somebody changes what is asked.
    pub const fn is_for_good(&self) -> bool {
        matches!(self, Self::NameRefused | Self::InvalidField { .. } | Self::WrongChannelKind | Self::Rejected { .. })
    }

    /// Whether the files of what was sent are too large: by HTTP's code, or by Discord's own
    /// (<https://docs.discord.com/developers/topics/opcodes-and-status-codes>).
    pub const fn is_too_large(&self) -> bool {
        matches!(self, Self::Rejected { code: 413 | 40_005, .. })
    }
}

/// A private channel for a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChannel {
    /// Its name.
    pub name: String,
    /// The category that it goes into.
    pub category: Option<ChannelId>,
    /// Its topic, which ends with what it is found again by.
    pub topic: String,
    /// Who sees it.
    pub audience: Audience,
    /// What the guild's audit log says.
    pub reason: String,
}

/// What becomes of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelChange<'a> {
    /// It has this name.
    Name(&'a str),
    /// It has this topic.
    Topic(&'a str),
    /// It is in this category; at the top where none is named.
    Category(Option<ChannelId>),
}

/// Where the answer to an interaction can still be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// The interaction.
    pub interaction: InteractionId,
    /// Its token, sealed.
    pub token: Sealed,
    /// Until when Discord takes it: 15 minutes.
    pub until: Timestamp,
    /// The member's language.
    pub locale: String,
    /// Whether they were told that it takes long.
    #[serde(default)]
    pub told_of_delay: bool,
    /// The ticket type that the answer shows, where it does: it stands, whatever becomes of the job.
    #[serde(default)]
    pub shows: Option<TypeId>,
}

impl ReplyTo {
    /// How long an interaction's token is good for, less some seconds on the way
    /// (<https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>).
    pub const LIFE: Duration = Duration::from_secs(15 * 60 - 10);

    /// For how long the member has waited.
    pub fn waited(&self, now: Timestamp) -> Duration {
        Self::LIFE.saturating_sub(self.until.since(now))
    }

    /// Whether its first answer may still be on its way: until Discord has heard that, there is nothing to change.
    pub fn may_be_unanswered(&self, now: Timestamp) -> bool {
        self.until.since(now) + Duration::from_secs(5) > Self::LIFE
    }
}

/// A message to post, or what one shall become: what Discord's documentation calls its parameters, as JSON
/// (<https://docs.discord.com/developers/resources/message#create-message>).
#[derive(Debug, Clone, PartialEq)]
pub struct OutgoingMessage {
    /// The body.
    pub body: JsonText,
    /// The files with it.
    pub files: Vec<OutgoingFile>,
}

/// A file to post with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingFile {
    /// Its name.
    pub name: String,
    /// Its media type, such as `text/html`.
    pub content_type: &'static str,
    /// What is in it.
    pub content: Arc<[u8]>,
}

impl From<JsonText> for OutgoingMessage {
    fn from(body: JsonText) -> Self {
        Self { body, files: Vec::new() }
    }
}

/// What a job works under. While it waits for Discord another job has it, however long an answer takes.
#[async_trait]
pub trait WorkPermit: Send + Sync + Debug {
    /// Lets another job work.
    fn lay_down(&self);
    /// Waits until this job may work again.
    async fn take_up(&self);
}

/// The port to Discord. Each method has a deadline of its own. A `reason` is what the guild's audit log says of a change.
#[async_trait]
pub trait Discord: Send + Sync + Debug {
    /// Whether the bot is told what members write, which Discord's Message Content intent decides; `None` where that is
    /// not known. Answers at once.
    fn reads_content(&self, bot: BotId) -> Option<bool> {
        let _ = bot;
        None
    }
    /// The same for a job, which lays its permit down for as long as it waits here.
    fn under(&self, permit: Arc<dyn WorkPermit>) -> Arc<dyn Discord>;
    /// Makes a private channel.
    async fn create_channel(&self, at: Place, channel: &NewChannel) -> Result<ChannelId, DiscordError>;
    /// The channel whose topic ends with this marker.
    async fn find_channel(&self, at: Place, marker: &str) -> Result<Option<ChannelId>, DiscordError>;
    /// All channels of the guild, threads aside.
    async fn channels(&self, at: Place) -> Result<Vec<ListedChannel>, DiscordError>;
    /// Whether a channel is there.
    async fn has_channel(&self, at: Place, channel: ChannelId) -> Result<bool, DiscordError>;
    /// A channel, whosever it is, asked for no longer than `within`.
    async fn channel(&self, at: Place, channel: ChannelId, within: Duration) -> Result<GuildChannel, DiscordError>;
    /// The guild's roles, asked for no longer than `within`.
    async fn roles(&self, at: Place, within: Duration) -> Result<Vec<GuildRole>, DiscordError>;
    /// What the bot may do in a channel or category, or in the guild, asked for no longer than `within`.
    async fn bot_permissions(
        &self,
        at: Place,
        channel: Option<ChannelId>,
        within: Duration,
    ) -> Result<BotPermissions, DiscordError>;
    /// Changes a channel. Discord allows another name or topic twice in ten minutes.
    async fn change_channel(
        &self,
        at: Place,
        channel: ChannelId,
        change: ChannelChange<'_>,
        reason: &str,
    ) -> Result<(), DiscordError>;
    /// Pins a message in its channel.
    async fn pin(&self, at: Place, channel: ChannelId, message: MessageId, reason: &str) -> Result<(), DiscordError>;
    /// Takes that back.
    async fn unpin(&self, at: Place, channel: ChannelId, message: MessageId, reason: &str) -> Result<(), DiscordError>;
    /// A member of the guild, asked for no longer than `within`; `Missing` where they are none.
    async fn member(&self, at: Place, user: UserId, within: Duration) -> Result<GuildMember, DiscordError>;
    /// Whether a user with these roles holds Manage Server or Administrator in the guild, or owns it.
    async fn manages_guild(&self, at: Place, who: (UserId, &[RoleId]), within: Duration) -> Result<bool, DiscordError>;
    /// Lets a user or a role see a channel, and write in it or not.
    async fn let_in(
        &self,
        at: Place,
        channel: ChannelId,
        whom: Whom,
        say: Say,
        reason: &str,
    ) -> Result<(), DiscordError>;
    /// Takes that back.
    async fn keep_out(&self, at: Place, channel: ChannelId, whom: Whom, reason: &str) -> Result<(), DiscordError>;
    /// Deletes a channel.
    async fn delete_channel(&self, at: Place, channel: ChannelId, reason: &str) -> Result<(), DiscordError>;
    /// The channel of direct messages with a user. Whether they take any is known once one is posted: where they do not,
    /// that is [`DiscordError::Forbidden`].
    async fn direct_channel(&self, at: Place, user: UserId) -> Result<ChannelId, DiscordError>;
    /// Posts a message. Two with the same nonce, of at most 25 characters, within minutes make one
    /// (<https://docs.discord.com/developers/resources/message#create-message>).
    async fn post_message(
        &self,
        at: Place,
        channel: ChannelId,
        message: &OutgoingMessage,
        nonce: &str,
    ) -> Result<MessageId, DiscordError>;
    /// Makes a message say something else.
    async fn edit_message(
        &self,
        at: Place,
        channel: ChannelId,
        message: MessageId,
        now: &OutgoingMessage,
    ) -> Result<(), DiscordError>;
    /// Whether a message is there.
    async fn has_message(&self, at: Place, channel: ChannelId, message: MessageId) -> Result<bool, DiscordError>;
    /// Deletes a message of the bot's.
    async fn delete_message(&self, at: Place, channel: ChannelId, message: MessageId) -> Result<(), DiscordError>;
    /// A page of a channel's messages, newest first, at most 100.
    async fn messages(
        &self,
        at: Place,
        channel: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Vec<TicketMessage>, DiscordError>;
    /// A file that somebody sent, from the address that Discord gave with its message, of at most so many bytes. An address
    /// that is not of Discord's own files is [`DiscordError::Gone`].
    async fn attachment(&self, address: &str, most: u64) -> Result<Vec<u8>, DiscordError>;
    /// What the guild is called, asked for no longer than `within`.
    async fn guild_name(&self, at: Place, within: Duration) -> Result<String, DiscordError>;
    /// What the guild's roles and channels are called, asked for no longer than `within`.
    async fn guild_names(&self, at: Place, within: Duration) -> Result<GuildNames, DiscordError>;
    /// Makes the answer to an interaction say something else.
    async fn edit_reply(&self, at: Place, to: &ReplyTo, now: &OutgoingMessage) -> Result<(), DiscordError>;
}
