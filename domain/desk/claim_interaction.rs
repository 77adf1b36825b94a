//! Taking an interaction, which several doors and processes may be handed.

use super::Desk;
use crate::error::Outcome;
use crate::ids::InteractionId;
use crate::store::claims::Claims;
use crate::store::document::Documents;

impl Desk {
    /// Takes an interaction; whether nobody had before. Where no other process works on these databases there is nobody
    /// to ask: whoever calls knows what this process took.
    pub async fn claim_interaction(&self, interaction: InteractionId) -> Outcome<bool> {
        if self.is_alone() {
            return Ok(true);
        }
        Ok(self.claims().take(interaction, self.now()).await?)
    }

    /// The interactions that were taken.
    pub fn claims(&self) -> Claims {
        Claims::new(Documents::new(self.stores.core(), self.write_tokens.clone()))
    }
}
