//! A channel, category or thread.
use std::sync::Arc;

use crate::{
    Permissions, Shared,
    world::{Channel, ChannelId, Overwrite, OverwriteKind, Snowflake},
};

/// A channel. Clones are the same.
#[derive(Debug, Clone)]
pub struct ChannelHandle {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: ChannelId,
}

impl ChannelHandle {
    pub(crate) fn new(shared: Arc<Shared>, id: ChannelId) -> Self {
        Self { shared, id }
    }

    /// The channel's id.
    pub fn id(&self) -> ChannelId {
        self.id
    }

    /// Its current name; empty if it is gone.
    pub fn name(&self) -> String {
        self.state().map(|channel| channel.name).unwrap_or_default()
    }

    /// Its current state; `None` if it is gone.
    pub fn state(&self) -> Option<Channel> {
        self.shared.read(|world| world.channels.get(&self.id).cloned())
    }

    /// Allows a role or member (by id; a guild's id is @everyone's) this here and denies it that, past all rules, in
    /// place of what was set for it.
    pub fn overwrite(&self, id: Snowflake, allow: Permissions, deny: Permissions) {
        self.shared.change(|world| {
            let member = world.users.contains_key(&id);
            let kind = if member { OverwriteKind::Member } else { OverwriteKind::Role };
            world.edit_channel(self.id, |channel| {
                channel.overwrites.retain(|other| other.id != id);
                channel.overwrites.push(Overwrite { id, kind, allow, deny });
            })
        });
    }

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.shared.read(|world| world.channels.contains_key(&self.id))
    }
}
