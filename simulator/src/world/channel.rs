//! Channels, categories, threads and DMs.
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{AuditAction, ChannelId, GuildId, MessageId, Overwrite, UserId, World};
use crate::{DiscordError, FormErrors, Intents, Millis, Permissions};

/// Channels of a guild, categories among them, threads not.
pub const MAXIMUM_CHANNELS: usize = 500;
/// Channels of a category.
pub const MAXIMUM_CHILDREN: usize = 50;

/// A channel's type, by Discord's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChannelKind(pub u8);

#[expect(missing_docs, reason = "the names are Discord's")]
impl ChannelKind {
    pub const TEXT: Self = Self(0);
    pub const DM: Self = Self(1);
    pub const VOICE: Self = Self(2);
    pub const CATEGORY: Self = Self(4);
    pub const ANNOUNCEMENT: Self = Self(5);
    pub const PUBLIC_THREAD: Self = Self(11);
    pub const PRIVATE_THREAD: Self = Self(12);
    pub const FORUM: Self = Self(15);
    pub const MEDIA: Self = Self(16);

    /// Whether messages can be written in it.
    pub fn is_text(self) -> bool {
        matches!(self.0, 0 | 1 | 2 | 5 | 10..=13)
    }

    /// Whether a thread.
    pub fn is_thread(self) -> bool {
        matches!(self.0, 10..=12)
    }

    /// Whether a thread that only its members see.
    pub fn is_private_thread(self) -> bool {
        self == Self::PRIVATE_THREAD
    }
}

/// What only threads have.
#[derive(Debug, Clone, Default)]
pub struct ThreadState {
    /// Who started it.
    pub owner: UserId,
    /// Who is in it.
    pub members: BTreeSet<UserId>,
    /// Whether archived.
    pub archived: bool,
    /// Whether locked.
    pub locked: bool,
    /// Whether members of a private thread may add others.
    pub invitable: bool,
    /// Minutes without messages after which it is archived.
    pub auto_archive: u32,
    /// When it was last archived or unarchived.
    pub archived_changed: Millis,
    /// When it was made.
    pub created: Millis,
}

/// A channel.
#[derive(Debug, Clone, Default)]
pub struct Channel {
    /// The id.
    pub id: ChannelId,
    /// The guild; none for a DM.
    pub guild: Option<GuildId>,
    /// Its type.
    pub kind: ChannelKind,
    /// Its name.
    pub name: String,
    /// Its category, or the channel of a thread.
    pub parent: Option<ChannelId>,
    /// Its place in the list.
    pub position: u32,
    /// Its topic.
    pub topic: Option<String>,
    /// Whether age-restricted.
    pub nsfw: bool,
    /// Slow mode, in seconds.
    pub slow_mode: u32,
    /// Overwrites, each role and member at most once.
    pub overwrites: Vec<Overwrite>,
    /// The two of a DM.
    pub recipients: Vec<UserId>,
    /// For threads only.
    pub thread: Option<ThreadState>,
    /// The latest message.
    pub last_message: Option<MessageId>,
    /// When something was last pinned.
    pub last_pin: Option<Millis>,
}

/// A channel to be.
#[derive(Debug, Clone, Default)]
pub struct NewChannel {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ChannelKind,
    /// Its category.
    pub parent: Option<ChannelId>,
    /// Its topic.
    pub topic: Option<String>,
    /// Its place; last if not given.
    pub position: Option<u32>,
    /// Whether age-restricted.
    pub nsfw: bool,
    /// Slow mode, in seconds.
    pub slow_mode: u32,
    /// Overwrites. Those of the category are taken if there are none: Discord's pages do not say so, its libraries do
    /// (`Guild.create_text_channel` of discord.py), and it makes no difference whether the field is missing or empty.
    pub overwrites: Option<Vec<Overwrite>>,
}

impl World {
    /// Creates a channel for somebody, by the rules: permissions in the guild and in the category, 500 in a guild, 50 in a
    /// category, overwrites of bits held.
    pub fn create_channel(
        &mut self,
        guild: GuildId,
        actor: UserId,
        channel: NewChannel,
        reason: Option<&str>,
    ) -> Result<ChannelId, DiscordError> {
        self.require_in_guild(guild, actor, Permissions::MANAGE_CHANNELS)?;
        let settable = self.settable_in_guild(guild, actor);
        self.check_overwrites(guild, settable, &[], channel.overwrites.as_deref().unwrap_or_default())?;
        let count = self.guilds.get(&guild).map_or(0, |guild| guild.channels.len());
        if count >= MAXIMUM_CHANNELS {
            return Err(DiscordError::maximum_channels());
        }
        if let Some(parent) = channel.parent {
            self.check_parent(guild, parent)?;
            if !self.permissions_in(parent, actor).contains(Permissions::MANAGE_CHANNELS) {
                return Err(DiscordError::missing_permissions());
            }
        }
        let id = self.insert_channel(guild, channel);
        self.audit(guild, actor, AuditAction::ChannelCreate, Some(id), reason);
        Ok(id)
    }

    /// A category must exist here and have room.
    pub(crate) fn check_parent(&self, guild: GuildId, parent: ChannelId) -> Result<(), DiscordError> {
        let category = self.channels.get(&parent).filter(|parent| parent.guild == Some(guild));
        let Some(category) = category else {
            return Err(FormErrors::one("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist"));
        };
        if category.kind != ChannelKind::CATEGORY {
            return Err(FormErrors::one("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category"));
        }
        if self.children(parent).count() >= MAXIMUM_CHILDREN {
            let message = format!("Maximum number of channels in category reached ({MAXIMUM_CHILDREN})");
            return Err(FormErrors::one("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", message));
        }
        Ok(())
    }

    /// The channels of a category.
    pub fn children(&self, parent: ChannelId) -> impl Iterator<Item = &Channel> {
        let guild = self.channels.get(&parent).and_then(|parent| parent.guild);
        let channels = guild.and_then(|guild| self.guilds.get(&guild)).map(|guild| guild.channels.iter());
        let channels = channels.into_iter().flatten().filter_map(|channel| self.channels.get(channel));
        channels.filter(move |channel| channel.parent == Some(parent))
    }

    /// Puts a channel into the guild without asking, and tells the bots.
    pub(super) fn insert_channel(&mut self, guild: GuildId, new: NewChannel) -> ChannelId {
        let id = self.next_id();
        let inherited =
            new.parent.and_then(|parent| self.channels.get(&parent)).map(|parent| parent.overwrites.clone());
        let Some(found) = self.guilds.get_mut(&guild) else { return id };
        let position = new.position.unwrap_or_else(|| u32::try_from(found.channels.len()).unwrap_or(u32::MAX));
        found.channels.push(id);
        let channel = Channel {
            id,
            guild: Some(guild),
            kind: new.kind,
            name: if new.kind == ChannelKind::TEXT { text_name(&new.name) } else { new.name },
            parent: new.parent,
            position,
            topic: new.topic,
            nsfw: new.nsfw,
            slow_mode: new.slow_mode,
            overwrites: new.overwrites.filter(|own| !own.is_empty()).or(inherited).unwrap_or_default(),
            ..Channel::default()
        };
        self.channels.insert(id, channel);
        self.emit_guild("CHANNEL_CREATE", guild, Intents::GUILDS, &self.channel_json(id));
        id
    }

    /// Changes a channel and tells the bots.
    pub fn edit_channel(&mut self, id: ChannelId, change: impl FnOnce(&mut Channel)) -> Option<()> {
        let channel = self.channels.get_mut(&id)?;
        change(channel);
        if channel.kind == ChannelKind::TEXT {
            channel.name = text_name(&channel.name);
        }
        let (guild, thread) = (channel.guild?, channel.thread.is_some());
        let payload = self.channel_json(id);
        if thread {
            self.emit_channel("THREAD_UPDATE", id, Intents::GUILDS, &payload);
        } else {
            self.emit_guild("CHANNEL_UPDATE", guild, Intents::GUILDS, &payload);
        }
        Some(())
    }

    /// Deletes a channel with its messages and threads; the children of a category stay.
    pub fn delete_channel(&mut self, id: ChannelId) -> Option<Value> {
        let payload = self.channel_json(id);
        let seen_by = self.bots_that_see(id);
        let channel = self.channels.get(&id)?;
        let (guild, thread) = (channel.guild?, channel.thread.is_some());
        if thread {
            let partial = json!({ "id": id, "guild_id": guild, "parent_id": channel.parent, "type": channel.kind });
            self.emit_to("THREAD_DELETE", id, Intents::GUILDS, seen_by, &partial);
        } else {
            self.emit_guild("CHANNEL_DELETE", guild, Intents::GUILDS, &payload);
        }
        self.forget_channel(guild, id);
        Some(payload)
    }

    fn forget_channel(&mut self, guild: GuildId, id: ChannelId) {
        self.channels.remove(&id);
        for message in self.messages.remove(&id).unwrap_or_default().into_values() {
            self.forget_files(&message);
        }
        let Some(found) = self.guilds.get_mut(&guild) else { return };
        found.channels.retain(|channel| *channel != id);
        found.threads.retain(|thread| *thread != id);
        let threads = found.threads.clone();
        let orphaned = |world: &Self, thread: &ChannelId| {
            world.channels.get(thread).is_some_and(|thread| thread.parent == Some(id))
        };
        for thread in threads.into_iter().filter(|thread| orphaned(self, thread)).collect::<Vec<_>>() {
            self.forget_channel(guild, thread);
        }
        for child in self.channels.values_mut().filter(|channel| channel.parent == Some(id)) {
            child.parent = None;
        }
    }

    /// The DM of two users, made at their first.
    pub fn direct_channel(&mut self, bot: UserId, person: UserId) -> ChannelId {
        let both = [person, bot];
        let found = self.channels.values().find(|channel| channel.guild.is_none() && channel.recipients == both);
        if let Some(channel) = found {
            return channel.id;
        }
        let id = self.next_id();
        let channel = Channel { id, kind: ChannelKind::DM, recipients: both.to_vec(), ..Channel::default() };
        self.channels.insert(id, channel);
        id
    }
}

/// Text channels are lower case with dashes.
fn text_name(name: &str) -> String {
    name.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}
