//! Taking back that a ticket type was removed.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::settings::{TicketType, TypeChange, TypeId};

impl Desk {
    /// Takes back that a ticket type was removed; the type. Panels that named it offer it again.
    pub async fn restore_type(&self, at: Place, actor: &Actor, id: TypeId) -> Outcome<TicketType> {
        let now = self.clock.now();
        self.change_types(at, actor, &TypeChange::default(), (None, None), |settings| settings.restore_type(id, now))
            .await
    }
}
