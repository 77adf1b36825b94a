//! The handle that tests hold.
use std::sync::Arc;

use crate::{
    ApplicationHandle, Builder, Clock, GuildHandle, Requested, Shared, Violation,
    endpoint::Deliverer,
    server::Server,
    world::{ApplicationId, World},
};

/// A running Discord. Dropped, it stops; it panics then if a request was against Discord's OpenAPI document.
#[derive(Debug)]
pub struct Simulator {
    shared: Arc<Shared>,
    deliverer: Deliverer,
    server: Server,
}

impl Simulator {
    /// Settings, then `start`.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(shared: Arc<Shared>, deliverer: Deliverer, server: Server) -> Self {
        Self { shared, deliverer, server }
    }

    /// The state, for what has no method of its own.
    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// What a bot is pointed at: `http://127.0.0.1:<port>/api/v10`.
    pub fn api_base(&self) -> String {
        format!("{}/api/v10", self.shared.origin())
    }

    /// The page for people.
    pub fn page_url(&self) -> String {
        format!("{}/", self.shared.origin())
    }

    /// The clock, to move it.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Makes an application with its bot.
    pub fn application(&self, name: &str) -> ApplicationHandle {
        let id = self.shared.change(|world| world.create_application(name));
        ApplicationHandle::new(Arc::clone(&self.shared), id)
    }

    /// Makes a guild with its owner. It has no channels.
    pub fn guild(&self, name: &str) -> GuildHandle {
        let id = self.shared.change(|world| world.create_guild(name));
        GuildHandle::new(Arc::clone(&self.shared), id)
    }

    /// The latest requests, oldest first.
    pub fn requests(&self) -> Vec<Requested> {
        self.shared.requests.list()
    }

    /// How many of the latest requests have this method and contain this in their path.
    pub fn request_count(&self, method: &str, path_contains: &str) -> usize {
        self.shared.requests.count(|request| request.method == method && request.path.contains(path_contains))
    }

    /// How many of the latest requests came from this bot.
    pub fn request_count_of(&self, bot: ApplicationId) -> usize {
        self.shared.requests.count(|request| request.bot == Some(bot))
    }

    /// How many first answers to a bot's interactions were refused with 40060, whichever way they came: each is one too
    /// many.
    pub fn refused_answers(&self, application: &ApplicationHandle) -> u64 {
        let count = |world: &World| world.applications.get(&application.id()).map(|found| found.refused_answers);
        self.shared.read(count).unwrap_or_default()
    }

    /// How many access tokens of people's are good: given for a consent, and not revoked.
    pub fn open_access_tokens(&self) -> usize {
        self.shared.read(|world| world.consents.open_tokens())
    }

    /// Leaves whoever revokes an access token without an answer from now on.
    pub fn ignore_revocations(&self) {
        self.shared.change(|world| world.consents.fall_silent());
    }

    /// Requests that were against the OpenAPI document.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.openapi.violations()
    }

    /// Stops it. Errors if a request was against the OpenAPI document.
    pub async fn finish(self) -> anyhow::Result<()> {
        self.deliverer.stop();
        self.server.stop();
        tokio::task::yield_now().await;
        let violations = self.shared.openapi.take_violations();
        anyhow::ensure!(violations.is_empty(), "requests against Discord's OpenAPI document: {violations:#?}");
        Ok(())
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.deliverer.stop();
        self.server.stop();
        let violations = self.shared.openapi.take_violations();
        let failing = std::thread::panicking();
        assert!(failing || violations.is_empty(), "requests against Discord's OpenAPI document: {violations:#?}");
    }
}
