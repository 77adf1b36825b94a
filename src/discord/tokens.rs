//! The tokens of interactions, which are sealed while a job waits: the ports of those who seal and open them.

use std::fmt;

use secrecy::SecretString;
use tickit_domain::discord::ReplyTo;
use tickit_domain::ids::InteractionId;
use tickit_domain::seal::Sealed;

/// Opens the token of an interaction.
pub trait OpenToken: Send + Sync + fmt::Debug {
    /// The token in clear.
    fn open(&self, to: &ReplyTo) -> anyhow::Result<SecretString>;
}

/// Seals the token of an interaction.
pub trait SealToken: Send + Sync + fmt::Debug {
    /// The token, sealed for its interaction.
    fn seal(&self, interaction: InteractionId, token: &SecretString) -> anyhow::Result<Sealed>;
}
