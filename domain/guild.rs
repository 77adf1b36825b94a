//! A guild as Discord describes it to a bot: its roles, its channels, and what the bot may do in them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{ChannelId, GuildId, MessageId, RoleId};

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildRole {
    /// Its id; that of `@everyone` is the guild's own.
    pub id: RoleId,
    /// What it is called.
    pub name: String,
    /// Whether it belongs to an integration, such as a bot, so that nobody can be given it.
    pub managed: bool,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildMember {
    /// Their username.
    pub name: String,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// When they came into the guild, where Discord says so.
    pub joined_at: Option<Timestamp>,
}

/// A channel or category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildChannel {
    /// Its id.
    pub id: ChannelId,
    /// Whose it is; a direct message is no guild's.
    pub guild: Option<GuildId>,
    /// What it is for.
    pub kind: ChannelKind,
}

/// A channel as it stands in the list of its guild's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChannel {
    /// Its id.
    pub id: ChannelId,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub kind: ChannelKind,
    /// Its topic; empty where it has none.
    pub topic: String,
    /// The last message that was written in it, whether it is still there or not.
    pub last_message: Option<MessageId>,
}

/// The roles and channels of a guild, by which somebody chooses who does not stand in Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuildParts {
    /// Its roles, without `@everyone`.
    pub roles: Vec<GuildRole>,
    /// Its channels and categories.
    pub channels: Vec<ListedChannel>,
}

/// What a channel is for, as far as it matters here
/// (<https://docs.discord.com/developers/resources/channel#channel-object-channel-types>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// Messages are written in it: text, announcements, voice, threads.
    Messages,
    /// Other channels are grouped below it.
    Category,
    /// It has posts, which are threads, and no messages of its own: forums and media channels.
    Posts,
    /// Anything else.
    Other,
}

/// Something that was chosen and is not there any more. Nothing fails for it: tickets go on without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The ticket type that names it; none: the settings for all tickets.
    pub kind: Option<String>,
    /// What is gone.
    pub what: Gone,
}

/// What is not there any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// A role.
    Role(RoleId),
    /// A channel or category.
    Channel(ChannelId),
}

/// What a bot may be allowed, as far as tickets need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotPermission {
    /// See channels.
    ViewChannels,
    /// Make, change and delete channels.
    ManageChannels,
    /// Say who sees a channel.
    ManageRoles,
    /// Write.
    SendMessages,
    /// Write messages that have embeds.
    EmbedLinks,
    /// Write messages that have files.
    AttachFiles,
    /// Read what was written before.
    ReadMessageHistory,
    /// Pin messages.
    PinMessages,
}

impl BotPermission {
    /// What tickets need. All of it: who is let into a ticket's channel is given the same, and Discord lets nobody give
    /// what they have not.
    pub const FOR_TICKETS: [Self; 7] = [
        Self::ViewChannels,
        Self::ManageChannels,
        Self::ManageRoles,
        Self::SendMessages,
        Self::EmbedLinks,
        Self::AttachFiles,
        Self::ReadMessageHistory,
    ];

    /// What an invitation asks for: pins are shown only where the bot may, and tickets do without.
    pub const INVITED_WITH: [Self; 8] = [
        Self::ViewChannels,
        Self::ManageChannels,
        Self::ManageRoles,
        Self::SendMessages,
        Self::EmbedLinks,
        Self::AttachFiles,
        Self::ReadMessageHistory,
        Self::PinMessages,
    ];

    /// What a message with an embed needs, such as a panel.
    pub const FOR_MESSAGES: [Self; 3] = [Self::ViewChannels, Self::SendMessages, Self::EmbedLinks];
}

/// What a bot may do, in a channel and around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BotPermissions {
    /// In the channel or category itself; in the guild where none was asked about.
    pub here: BTreeSet<BotPermission>,
    /// In the category above the channel, or in the guild where none is above it: what the bot may give to others in the
    /// channel (<https://docs.discord.com/developers/resources/channel#edit-channel-permissions>).
    pub around: BTreeSet<BotPermission>,
}

impl BotPermissions {
    /// What a ticket needs and the bot lacks, in the order of [`BotPermission::FOR_TICKETS`].
    pub fn missing_for_tickets(&self) -> Vec<BotPermission> {
        let lacks = |needed: &BotPermission| !self.here.contains(needed) || !self.around.contains(needed);
        BotPermission::FOR_TICKETS.into_iter().filter(lacks).collect()
    }

    /// What a pin in the channel needs and the bot lacks.
    pub fn missing_for_pins(&self) -> Vec<BotPermission> {
        let pins = BotPermission::PinMessages;
        if self.here.contains(&pins) { Vec::new() } else { vec![pins] }
    }

    /// What a message in the channel needs and the bot lacks.
    pub fn missing_for_messages(&self) -> Vec<BotPermission> {
        BotPermission::FOR_MESSAGES.into_iter().filter(|needed| !self.here.contains(needed)).collect()
    }
}
