//! Who may do what: permissions of members, and the checks that requests make.
use super::{ChannelId, Guild, GuildId, UserId, World};
use crate::{
    DiscordError, Permissions,
    permissions::{Holder, in_channel},
};

impl World {
    /// What a member's roles give in the whole guild; all for the owner, nothing for who is no member.
    pub fn base_permissions(&self, guild: GuildId, user: UserId) -> Permissions {
        self.guilds.get(&guild).map_or(Permissions::empty(), |guild| guild.base_permissions(user))
    }

    /// What a member may do in a channel; threads follow their parent, a DM allows its two everything.
    pub fn permissions_in(&self, channel: ChannelId, user: UserId) -> Permissions {
        let Some(found) = self.channels.get(&channel) else { return Permissions::empty() };
        let Some(guild) = found.guild.and_then(|guild| self.guilds.get(&guild)) else {
            let member = found.recipients.contains(&user);
            return if member { Permissions::all() } else { Permissions::empty() };
        };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        let parent = found.thread.as_ref().and(found.parent).and_then(|parent| self.channels.get(&parent));
        let overwrites = &parent.unwrap_or(found).overwrites;
        let base = guild.base_permissions(user);
        let permissions = in_channel(Holder { everyone: guild.id, user, roles: &member.roles, base }, overwrites);
        let Some(thread) = &found.thread else { return permissions };
        let hidden = found.kind.is_private_thread()
            && !thread.members.contains(&user)
            && !permissions.contains(Permissions::MANAGE_THREADS);
        if hidden { Permissions::empty() } else { permissions }
    }

    /// The channel must exist for the user (10003, 50001), and allow this (50013).
    pub fn require(&self, channel: ChannelId, user: UserId, needed: Permissions) -> Result<(), DiscordError> {
        let found = self.channels.get(&channel).ok_or_else(DiscordError::unknown_channel)?;
        if let Some(guild) = found.guild
            && !self.is_member(guild, user)
        {
            return Err(DiscordError::missing_access());
        }
        let permissions = self.permissions_in(channel, user);
        if !permissions.contains(Permissions::VIEW_CHANNEL) {
            return Err(DiscordError::missing_access());
        }
        if !permissions.contains(needed) {
            return Err(DiscordError::missing_permissions());
        }
        Ok(())
    }

    /// The user must be in the guild (10004), and be allowed this in it (50013).
    pub fn require_in_guild(&self, guild: GuildId, user: UserId, needed: Permissions) -> Result<(), DiscordError> {
        if !self.guilds.contains_key(&guild) {
            return Err(DiscordError::unknown_guild());
        }
        if !self.is_member(guild, user) {
            return Err(DiscordError::missing_access());
        }
        let permissions = self.base_permissions(guild, user);
        if permissions.contains(Permissions::ADMINISTRATOR) || permissions.contains(needed) {
            return Ok(());
        }
        Err(DiscordError::missing_permissions())
    }

    /// Whether the user is in the guild.
    pub fn is_member(&self, guild: GuildId, user: UserId) -> bool {
        self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&user))
    }

    /// The position of a member's highest role; the owner is above all.
    pub fn rank(&self, guild: GuildId, user: UserId) -> u32 {
        let Some(guild) = self.guilds.get(&guild) else { return 0 };
        if guild.owner == user {
            return u32::MAX;
        }
        let roles = guild.members.get(&user).map(|member| member.roles.iter());
        let positions = roles.into_iter().flatten().filter_map(|role| guild.roles.get(role)).map(|role| role.position);
        positions.max().unwrap_or(0)
    }
}

impl Guild {
    /// What a member's roles give together.
    pub fn base_permissions(&self, user: UserId) -> Permissions {
        if self.owner == user {
            return Permissions::all();
        }
        let Some(member) = self.members.get(&user) else { return Permissions::empty() };
        let roles = std::iter::once(&self.id).chain(&member.roles);
        let together = roles
            .filter_map(|role| self.roles.get(role))
            .fold(Permissions::empty(), |sum, role| sum | role.permissions);
        if together.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { together }
    }
}
