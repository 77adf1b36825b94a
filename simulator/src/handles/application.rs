//! An application and its bot.
use std::sync::Arc;

use crate::{
    Intents, Shared,
    world::{Application, ApplicationId, UserId, World},
};

/// An application. Clones are the same.
#[derive(Debug, Clone)]
pub struct ApplicationHandle {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: ApplicationId,
}

impl ApplicationHandle {
    pub(crate) fn new(shared: Arc<Shared>, id: ApplicationId) -> Self {
        Self { shared, id }
    }

    /// The application's id.
    pub fn id(&self) -> ApplicationId {
        self.id
    }

    /// The bot user's id, which is the same.
    pub fn bot_user_id(&self) -> UserId {
        self.id
    }

    /// The bot's current token.
    pub fn token(&self) -> String {
        self.shared.read(|world| world.applications.get(&self.id).map(|found| found.token.clone())).unwrap_or_default()
    }

    /// Its client secret, with which it signs people in.
    pub fn client_secret(&self) -> String {
        let secret = |world: &World| world.applications.get(&self.id).map(Application::client_secret);
        self.shared.read(secret).unwrap_or_default()
    }

    /// The Ed25519 key of interactions over HTTP, in hex.
    pub fn public_key(&self) -> String {
        self.shared.read(|world| world.applications.get(&self.id).map(|found| found.key.public())).unwrap_or_default()
    }

    /// Switches privileged intents on, in addition to those that are.
    pub fn grant_intents(&self, intents: Intents) {
        self.shared.change(|world| {
            if let Some(application) = world.applications.get_mut(&self.id) {
                application.privileged = application.privileged | intents;
            }
        });
    }

    /// Switches privileged intents off.
    pub fn revoke_intents(&self, intents: Intents) {
        self.shared.change(|world| {
            if let Some(application) = world.applications.get_mut(&self.id) {
                application.privileged = Intents(application.privileged.0 & !intents.0);
            }
        });
    }

    /// Makes the token invalid and returns the new one. Sessions with the old one are closed with 4004.
    pub fn reset_token(&self) -> String {
        let token = self.shared.change(|world| world.reset_token(self.id));
        self.shared.hub.revoke(self.id);
        token
    }
}
