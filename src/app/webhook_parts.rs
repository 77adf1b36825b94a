//! What a new webhook is made of.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tickit_domain::webhook::{Confidential, WebhookId, WebhookTarget};

use crate::entropy::{random_bytes, random_hex};
use crate::http::WebhookMaking;
use crate::webhooks::Egress;

/// How many random bytes a secret has.
const SECRET_BYTES: usize = 32;

/// Makes them, and says which addresses may be theirs.
#[derive(Debug)]
pub(super) struct WebhookParts {
    pub(super) egress: Egress,
}

impl WebhookMaking for WebhookParts {
    fn target(&self, address: &str) -> Result<WebhookTarget, String> {
        self.egress.target(address).map_err(|refused| refused.to_string())
    }

    fn id(&self) -> anyhow::Result<WebhookId> {
        WebhookId::new(&random_hex::<8>().context("naming a webhook")?).context("naming a webhook")
    }

    fn secret(&self) -> anyhow::Result<Confidential> {
        let bytes = random_bytes::<SECRET_BYTES>().context("making the secret of a webhook")?;
        Ok(format!("whsec_{}", STANDARD.encode(bytes)).into())
    }
}
