//! The operator's one-time links: made on the service's machine, good once.

use std::sync::Arc;

use anyhow::Context as _;
use secrecy::SecretString;
use tickit_domain::api_key::digest;
use tickit_domain::clock::Clock;
use tickit_domain::error::Outcome;
use tickit_domain::login_link::LoginLink;
use tickit_domain::store::login_links::LoginLinks;

use crate::entropy::random_hex;
use crate::foundation::Foundation;

/// The links. What stands in one is its id, a point, and its secret.
#[derive(Debug)]
pub struct OperatorLinks {
    links: LoginLinks,
    clock: Arc<dyn Clock>,
}

impl OperatorLinks {
    /// Those in the service's own database.
    pub fn of(foundation: &Foundation) -> Self {
        Self { links: LoginLinks::new(foundation.core()), clock: Arc::clone(&foundation.clock) }
    }

    /// Makes one; what stands in it.
    pub async fn make(&self) -> Outcome<SecretString> {
        let id = random_hex::<8>().context("naming a login link")?;
        let secret = random_hex::<24>().context("making a login link")?;
        let text = format!("{id}.{secret}");
        let link = LoginLink { id, digest: digest(&secret), made_at: self.clock.now(), used_at: None };
        self.links.create(&link).await?;
        Ok(text.into())
    }

    /// Uses one up; whether it was good.
    pub(super) async fn open(&self, text: &str) -> Outcome<bool> {
        let Some((id, secret)) = text.split_once('.') else { return Ok(false) };
        self.links.open(id, &digest(secret), self.clock.now()).await
    }
}
