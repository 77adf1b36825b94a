//! What tests ask about gateway sessions, and what they set for an application.
use std::time::Duration;

use super::SessionInfo;
use crate::{ApplicationHandle, Simulator};

impl Simulator {
    /// The living sessions of a bot, oldest first, with a connection or waiting for a RESUME.
    pub fn sessions(&self, application: &ApplicationHandle) -> Vec<SessionInfo> {
        self.shared().gateway.sessions(application.id())
    }

    /// How often a bot has identified.
    pub fn identify_count(&self, application: &ApplicationHandle) -> u64 {
        self.shared().gateway.identified(application.id())
    }

    /// How often a bot has resumed.
    pub fn resume_count(&self, application: &ApplicationHandle) -> u64 {
        self.shared().gateway.resumed(application.id())
    }

    /// Waits (in real time) until something about the simulator holds; `false` if it does not in time.
    pub async fn until(&self, within: Duration, mut condition: impl FnMut() -> bool) -> bool {
        self.shared().until_any(within, || condition().then_some(())).await.is_some()
    }

    /// Waits until a bot has a session that has got all its first events; `false` if it has none in time.
    pub async fn connected(&self, application: &ApplicationHandle, within: Duration) -> bool {
        let ready = || self.sessions(application).iter().any(|session| session.connected && session.sent > 0);
        self.until(within, ready).await
    }
}

impl ApplicationHandle {
    /// How many shards may identify within 5 s.
    pub fn set_max_concurrency(&self, shards: u32) {
        self.shared.change(|world| {
            if let Some(application) = world.applications.get_mut(&self.id) {
                application.max_concurrency = shards;
            }
        });
    }

    /// How many IDENTIFYs are left today.
    pub fn set_identifies_left(&self, left: u32) {
        self.shared.change(|world| {
            if let Some(application) = world.applications.get_mut(&self.id) {
                application.identifies_left = left;
            }
        });
    }
}
