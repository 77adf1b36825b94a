//! A role.
use std::sync::Arc;

use crate::{
    Permissions, Shared,
    world::{GuildId, RoleId},
};

/// A role. Clones are the same.
#[derive(Debug, Clone)]
pub struct RoleHandle {
    pub(crate) shared: Arc<Shared>,
    pub(crate) guild: GuildId,
    pub(crate) id: RoleId,
}

impl RoleHandle {
    pub(crate) fn new(shared: Arc<Shared>, guild: GuildId, id: RoleId) -> Self {
        Self { shared, guild, id }
    }

    /// The role's id.
    pub fn id(&self) -> RoleId {
        self.id
    }

    /// Gives it other permissions.
    pub fn set_permissions(&self, permissions: Permissions) {
        self.shared.change(|world| world.edit_role(self.guild, self.id, |role| role.permissions = permissions));
    }

    /// Deletes it, as its guild's owner would.
    pub fn delete(&self) -> bool {
        self.shared.change(|world| world.delete_role(self.guild, self.id))
    }
}
