//! A guild.
use std::sync::Arc;

use super::{ApplicationHandle, ChannelHandle, Member, RoleHandle};
use crate::{
    Permissions, Shared,
    world::{AuditEntry, ChannelId, ChannelKind, GuildId, User},
};

/// A guild. Clones are the same.
#[derive(Debug, Clone)]
pub struct GuildHandle {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: GuildId,
}

impl GuildHandle {
    pub(crate) fn new(shared: Arc<Shared>, id: GuildId) -> Self {
        Self { shared, id }
    }

    /// The guild's id.
    pub fn id(&self) -> GuildId {
        self.id
    }

    /// Its owner.
    pub fn owner(&self) -> Member {
        let owner = self.shared.read(|world| world.guilds.get(&self.id).map(|guild| guild.owner)).unwrap_or_default();
        Member::new(Arc::clone(&self.shared), self.id, owner)
    }

    /// Adds a bot with these permissions. It gets `GUILD_CREATE`.
    pub fn invite(&self, application: &ApplicationHandle, permissions: Permissions) {
        self.shared.change(|world| world.invite(self.id, application.id, permissions));
    }

    /// Removes a bot. It gets `GUILD_DELETE`.
    pub fn kick(&self, application: &ApplicationHandle) {
        self.shared.change(|world| world.remove_member(self.id, application.id));
    }

    /// The role with this name, made at the first call with these permissions.
    pub fn role(&self, name: &str, permissions: Permissions) -> RoleHandle {
        let id = self.shared.change(|world| {
            let found = world.guilds.get(&self.id)?.roles.values().find(|role| role.name == name).map(|role| role.id);
            Some(found.unwrap_or_else(|| world.create_role(self.id, name, permissions)))
        });
        RoleHandle::new(Arc::clone(&self.shared), self.id, id.unwrap_or_default())
    }

    /// The role of an integration that is no bot, as its service would have it made.
    pub fn integration_role(&self, name: &str, permissions: Permissions) -> RoleHandle {
        let id = self.shared.change(|world| {
            let (role, integration) = (world.create_role(self.id, name, permissions), world.next_old_id());
            world.edit_role(self.id, role, |role| role.integration = Some(integration));
            role
        });
        RoleHandle::new(Arc::clone(&self.shared), self.id, id)
    }

    /// The role of a bot in this guild.
    pub fn role_of(&self, application: &ApplicationHandle) -> Option<RoleHandle> {
        let role = self.shared.read(|world| {
            let mut roles = world.guilds.get(&self.id)?.roles.values();
            roles.find(|role| role.bot == Some(application.id)).map(|role| role.id)
        })?;
        Some(RoleHandle::new(Arc::clone(&self.shared), self.id, role))
    }

    /// A new emoji, as it is written in a message: `<:name:id>`.
    pub fn emoji(&self, name: &str) -> String {
        let id = self.shared.change(|world| world.create_emoji(self.id, name));
        format!("<:{name}:{id}>")
    }

    /// Deletes an emoji, by its id or as it is written.
    pub fn delete_emoji(&self, emoji: &str) {
        let id = emoji.trim_end_matches('>').rsplit(':').next().and_then(|id| id.parse().ok());
        self.shared.change(|world| world.delete_emoji(self.id, id.unwrap_or_default()));
    }

    /// How large a file of a message may be here, in bytes (10 MiB at first); a larger one is refused with 413.
    pub fn limit_files(&self, bytes: usize) {
        self.shared.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild.largest_file = bytes;
            }
        });
    }

    /// The member with this name, who joins at the first call.
    pub fn member(&self, name: &str) -> Member {
        let user = self.shared.change(|world| {
            let members = world.guilds.get(&self.id).map(|guild| guild.members.keys()).into_iter().flatten();
            let mut users = members.filter_map(|id| world.users.get(id));
            let found = users.find(|user: &&User| user.name == name && !user.bot).map(|user| user.id);
            let user = found.unwrap_or_else(|| world.create_user(name));
            world.add_member(self.id, user);
            user
        });
        Member::new(Arc::clone(&self.shared), self.id, user)
    }

    /// A new text channel.
    pub fn text_channel(&self, name: &str) -> ChannelHandle {
        self.channel(name, ChannelKind::TEXT)
    }

    /// A new category.
    pub fn category(&self, name: &str) -> ChannelHandle {
        self.channel(name, ChannelKind::CATEGORY)
    }

    /// A new channel of any type, past all limits.
    pub fn channel(&self, name: &str, kind: ChannelKind) -> ChannelHandle {
        let id = self.shared.change(|world| world.set_up_channel(self.id, name, kind));
        ChannelHandle::new(Arc::clone(&self.shared), id)
    }

    /// Its channels, without threads.
    pub fn channels(&self) -> Vec<ChannelHandle> {
        let ids: Vec<ChannelId> = self
            .shared
            .read(|world| world.guilds.get(&self.id).map(|guild| guild.channels.clone()))
            .unwrap_or_default();
        ids.into_iter().map(|id| ChannelHandle::new(Arc::clone(&self.shared), id)).collect()
    }

    /// Its audit log, oldest first.
    pub fn audit_log(&self) -> Vec<AuditEntry> {
        self.shared.read(|world| world.guilds.get(&self.id).map(|guild| guild.audit.clone())).unwrap_or_default()
    }

    /// How many active threads it may have (1,000 at first).
    pub fn limit_threads(&self, limit: usize) {
        self.shared.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild.thread_limit = limit;
            }
        });
    }
}
