//! The vault behind the ports of those who have something to seal.

use std::sync::Arc;

use anyhow::Context as _;
use secrecy::SecretString;
use tickit_domain::discord::ReplyTo;
use tickit_domain::ids::InteractionId;
use tickit_domain::seal::Sealed;

use crate::crypto::{Purpose, Vault};
use crate::discord::{OpenToken, SealToken};
use crate::gateway::Seal;

/// Seals what resumes gateway sessions.
#[derive(Debug)]
pub(super) struct SessionSeal(pub(super) Arc<Vault>);

/// Seals the tokens of interactions.
#[derive(Debug)]
pub(super) struct TokenSeal(pub(super) Arc<Vault>);

impl Seal for SessionSeal {
    fn seal(&self, place: &str, secret: &SecretString) -> anyhow::Result<Sealed> {
        self.0.seal(Purpose::GatewaySession, place, secret).context("sealing a session")
    }

    fn open(&self, place: &str, sealed: &Sealed) -> anyhow::Result<SecretString> {
        self.0.open(Purpose::GatewaySession, place, sealed).context("opening a session")
    }
}

impl SealToken for TokenSeal {
    fn seal(&self, interaction: InteractionId, token: &SecretString) -> anyhow::Result<Sealed> {
        self.0.seal(Purpose::InteractionToken, &place(interaction), token).context("sealing an interaction's token")
    }
}

impl OpenToken for TokenSeal {
    fn open(&self, to: &ReplyTo) -> anyhow::Result<SecretString> {
        let opened = self.0.open(Purpose::InteractionToken, &place(to.interaction), &to.token);
        opened.context("opening an interaction's token")
    }
}

fn place(interaction: InteractionId) -> String {
    format!("core/job/interaction:{interaction}/token")
}
