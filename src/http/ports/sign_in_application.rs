//! The application by which people sign in.

use std::fmt::Debug;

use async_trait::async_trait;
use secrecy::SecretString;
use tickit_domain::actor::Actor;
use tickit_domain::clock::Timestamp;
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;

/// Knows, keeps and forgets by which application people sign in.
#[async_trait]
pub trait ApplicationControl: Send + Sync + Debug {
    /// Which there are.
    async fn known(&self) -> Outcome<ApplicationsKnown>;
    /// Has people sign in by this one from now on, if Discord takes its id and secret. The same again changes nothing.
    async fn enter(&self, client_id: BotId, secret: SecretString, actor: &Actor) -> Result<(), ApplicationError>;
    /// Forgets the one that was entered; whether there was one.
    async fn forget(&self, actor: &Actor) -> Outcome<bool>;
}

/// By which applications people could sign in: by the one of the configuration, and else by the one that was entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ApplicationsKnown {
    /// The one that the configuration names, with its secret.
    pub configured: Option<BotId>,
    /// The one that was entered in the dashboard, and since when it is as it is.
    pub entered: Option<(BotId, Timestamp)>,
}

/// Why people do not sign in by an application that somebody entered.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    /// The configuration names another one.
    #[error("the configuration says by which application people sign in")]
    Configured,
    /// Discord does not take its id and secret.
    #[error("Discord does not take this client id and client secret")]
    Refused,
    /// Discord cannot be asked.
    #[error("Discord cannot be asked")]
    DiscordAway,
    /// Ours.
    #[error(transparent)]
    Failed(#[from] tickit_domain::error::Error),
}
