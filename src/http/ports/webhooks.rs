//! What webhooks are made of.

use std::fmt::Debug;

use tickit_domain::webhook::{Confidential, WebhookId, WebhookTarget};

/// Makes what a webhook needs, and knows where one may go.
pub trait WebhookMaking: Send + Sync + Debug {
    /// An address as a target; why it is none, in words for whoever gave it.
    fn target(&self, address: &str) -> Result<WebhookTarget, String>;
    /// An id that nobody has.
    fn id(&self) -> anyhow::Result<WebhookId>;
    /// A secret that nobody knows.
    fn secret(&self) -> anyhow::Result<Confidential>;
}
