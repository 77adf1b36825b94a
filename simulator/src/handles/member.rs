//! A person in a guild. What they do is in `people`.
use std::sync::Arc;

use super::RoleHandle;
use crate::{
    Shared,
    world::{GuildId, UserId},
};

/// A member. Clones are the same.
#[derive(Debug, Clone)]
pub struct Member {
    pub(crate) shared: Arc<Shared>,
    pub(crate) guild: GuildId,
    pub(crate) user: UserId,
    /// The name.
    pub name: String,
}

impl Member {
    pub(crate) fn new(shared: Arc<Shared>, guild: GuildId, user: UserId) -> Self {
        let name = shared.read(|world| world.users.get(&user).map(|user| user.name.clone())).unwrap_or_default();
        Self { shared, guild, user, name }
    }

    /// The user's id.
    pub fn id(&self) -> UserId {
        self.user
    }

    /// Gives them a role.
    #[must_use]
    pub fn with_role(self, role: &RoleHandle) -> Self {
        self.shared.change(|world| {
            world.edit_member(self.guild, self.user, |member| {
                if !member.roles.contains(&role.id) {
                    member.roles.push(role.id);
                }
            })
        });
        self
    }

    /// Takes a role from them.
    pub fn loses_role(&self, role: &RoleHandle) {
        self.shared.change(|world| {
            world.edit_member(self.guild, self.user, |member| member.roles.retain(|other| *other != role.id))
        });
    }

    /// Has them take no direct messages from members of guilds, bots included.
    pub fn closes_direct_messages(&self) {
        self.shared.change(|world| {
            if let Some(user) = world.users.get_mut(&self.user) {
                user.takes_no_direct_messages = true;
            }
        });
    }

    /// Sets their client's language.
    #[must_use]
    pub fn locale(self, locale: &str) -> Self {
        self.shared.change(|world| {
            if let Some(user) = world.users.get_mut(&self.user) {
                locale.clone_into(&mut user.locale);
            }
        });
        self
    }
}
