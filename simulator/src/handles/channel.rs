//! A channel, category or thread.
use std::sync::Arc;

use crate::{
    Shared,
    world::{Channel, ChannelId},
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

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.shared.read(|world| world.channels.contains_key(&self.id))
    }
}
