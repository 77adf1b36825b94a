//! What people see.
use std::sync::Arc;

use super::MessageHandle;
use crate::{
    ApplicationHandle, ChannelHandle, Member, Permissions,
    world::{ChannelId, Message, UserId, World},
};

impl Member {
    /// The channels and threads of the guild that they see, in the guild's order.
    pub fn channels(&self) -> Vec<ChannelHandle> {
        let seen = self.shared.read(|world| {
            let Some(guild) = world.guilds.get(&self.guild) else { return Vec::new() };
            let all = guild.channels.iter().chain(&guild.threads).copied();
            all.filter(|channel| sees_channel(world, *channel, self.user)).collect()
        });
        seen.into_iter().map(|id| ChannelHandle::new(Arc::clone(&self.shared), id)).collect()
    }

    /// The channel with this name, among those that they see.
    pub fn channel(&self, name: &str) -> Option<ChannelHandle> {
        self.channels().into_iter().find(|channel| channel.name() == name)
    }

    /// Whether they see a channel.
    pub fn sees(&self, channel: &ChannelHandle) -> bool {
        self.shared.read(|world| sees_channel(world, channel.id, self.user))
    }

    /// What they may do in a channel.
    pub fn permissions_in(&self, channel: &ChannelHandle) -> Permissions {
        self.shared.read(|world| world.permissions_in(channel.id, self.user))
    }

    /// Whether they are in the guild.
    pub fn is_here(&self) -> bool {
        self.shared.read(|world| world.is_member(self.guild, self.user))
    }

    /// Messages of this guild that only they see, oldest first.
    pub fn ephemerals(&self) -> Vec<MessageHandle> {
        let mut found = self.shared.read(|world| {
            let here = |channel: &ChannelId| world.guild_of(*channel) == Some(self.guild);
            let messages =
                world.messages.iter().filter(|(channel, _)| here(channel)).flat_map(|(_, list)| list.values());
            let mine = messages.filter(|message| message.ephemeral() && message.only_for == Some(self.user));
            mine.map(|message| (message.channel, message.id)).collect::<Vec<_>>()
        });
        found.sort_by_key(|(_, id)| *id);
        found.into_iter().map(|(channel, id)| MessageHandle::new(Arc::clone(&self.shared), channel, id)).collect()
    }

    /// Their direct messages with a bot.
    pub fn direct_channel(&self, application: &ApplicationHandle) -> ChannelHandle {
        let id = self.shared.change(|world| world.direct_channel(application.id, self.user));
        ChannelHandle::new(Arc::clone(&self.shared), id)
    }
}

impl ChannelHandle {
    /// Its messages, oldest first, without ephemeral ones.
    pub fn messages(&self) -> Vec<MessageHandle> {
        self.messages_that(|_, message| !message.ephemeral())
    }

    /// The latest message that is not ephemeral.
    pub fn last_message(&self) -> Option<MessageHandle> {
        self.messages().pop()
    }

    /// What a person sees when they look: nothing, if they may not; ephemeral messages, if they are theirs.
    pub fn messages_seen_by(&self, member: &Member) -> Vec<MessageHandle> {
        self.messages_that(|world, message| sees(world, message, member.user))
    }

    fn messages_that(&self, shown: impl Fn(&World, &Message) -> bool) -> Vec<MessageHandle> {
        let ids: Vec<_> = self.shared.read(|world| {
            let messages = world.messages.get(&self.id).into_iter().flat_map(|list| list.values());
            messages.filter(|message| shown(world, message)).map(|message| message.id).collect()
        });
        ids.into_iter().map(|id| MessageHandle::new(Arc::clone(&self.shared), self.id, id)).collect()
    }
}

/// Whether a user sees a channel.
pub(super) fn sees_channel(world: &World, channel: ChannelId, user: UserId) -> bool {
    world.permissions_in(channel, user).contains(Permissions::VIEW_CHANNEL)
}

/// Whether a user sees a message.
pub(crate) fn sees(world: &World, message: &Message, user: UserId) -> bool {
    if message.ephemeral() {
        return message.only_for == Some(user);
    }
    sees_channel(world, message.channel, user)
}
