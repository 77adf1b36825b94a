//! By which application people sign in: the one of the configuration, or else the one that somebody entered in the dashboard.
//!
//! The latter is read anew each time, so that whatever process it was entered in, it counts at once in all of them.

use std::sync::Arc;

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use tickit_domain::actor::Actor;
use tickit_domain::clock::Clock;
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::store::sign_in_application::SignInApplications;

use crate::config::DiscordSettings;
use crate::discord::{OAuth, OAuthError, Rest, Revocations};
use crate::foundation::Foundation;
use crate::http::{ApplicationControl, ApplicationError, ApplicationsKnown};

/// The application by which people sign in, wherever it is named.
#[derive(Debug)]
pub(super) struct Applications {
    configured: Option<(BotId, SecretString)>,
    entered: SignInApplications,
    rest: Rest,
    revocations: Revocations,
    clock: Arc<dyn Clock>,
}

impl Applications {
    pub(super) fn new(discord: &DiscordSettings, foundation: &Foundation, rest: Rest) -> Self {
        Self {
            configured: discord.client_id.zip(discord.client_secret.clone()),
            entered: SignInApplications::new(foundation.core()),
            rest,
            revocations: Revocations::default(),
            clock: Arc::clone(&foundation.clock),
        }
    }

    /// The way to Discord; `None` where there is no application.
    pub(super) async fn oauth(&self) -> Outcome<Option<OAuth>> {
        if let Some((client_id, secret)) = &self.configured {
            return Ok(Some(self.oauth_of(*client_id, secret.clone())));
        }
        let entered = self.entered.get().await?;
        Ok(entered.map(|entered| self.oauth_of(entered.client_id, entered.secret.expose().to_owned().into())))
    }

    /// Makes records of what was entered before, where a process died before it could. To be done once after a start.
    pub(super) async fn prepare(&self) {
        if let Err(error) = self.entered.relay().await {
            tracing::warn!(%error, "it cannot be looked whether all is on record of the application by which people sign in");
        }
    }

    fn oauth_of(&self, client_id: BotId, secret: SecretString) -> OAuth {
        OAuth::new(self.rest.clone(), client_id.to_string(), secret, self.revocations.clone())
    }
}

#[async_trait]
impl ApplicationControl for Applications {
    async fn known(&self) -> Outcome<ApplicationsKnown> {
        let entered = self.entered.get().await?.map(|entered| (entered.client_id, entered.since));
        Ok(ApplicationsKnown { configured: self.configured.as_ref().map(|(client_id, _)| *client_id), entered })
    }

    async fn enter(&self, client_id: BotId, secret: SecretString, actor: &Actor) -> Result<(), ApplicationError> {
        if self.configured.is_some() {
            return Err(ApplicationError::Configured);
        }
        self.oauth_of(client_id, secret.clone()).check().await.map_err(|error| match error {
            OAuthError::Client | OAuthError::Spent => ApplicationError::Refused,
            OAuthError::Away(why) => {
                tracing::warn!(why, "Discord cannot be asked about an application by which people are to sign in");
                ApplicationError::DiscordAway
            }
        })?;
        let secret = secret.expose_secret().to_owned().into();
        self.entered.put(client_id, secret, actor, self.clock.now()).await?;
        Ok(())
    }

    async fn forget(&self, actor: &Actor) -> Outcome<bool> {
        self.entered.remove(actor, self.clock.now()).await
    }
}
