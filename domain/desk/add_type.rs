//! Adding a ticket type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::settings::{TicketType, TypeChange};

impl Desk {
    /// Adds a ticket type of which this is chosen.
    pub async fn add_type(&self, at: Place, actor: &Actor, change: &TypeChange) -> Outcome<TicketType> {
        self.change_types(at, actor, change, (None, None), |settings| settings.add_type(change)).await
    }
}
