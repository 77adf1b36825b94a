//! Removing a ticket type. Tickets of it that are open go on by its rules.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::settings::{TicketType, TypeChange, TypeId};

impl Desk {
    /// Removes a ticket type; the type as it was.
    pub async fn remove_type(&self, at: Place, actor: &Actor, id: TypeId) -> Outcome<TicketType> {
        self.remove_type_if(None, at, actor, id).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn remove_type_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        id: TypeId,
    ) -> Outcome<TicketType> {
        let now = self.clock.now();
        self.change_types(at, actor, &TypeChange::default(), (after, None), |settings| settings.remove_type(id, now))
            .await
    }
}
