//! Ticket types: adding one, and changing the one of the same name.

use super::Desk;
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::settings::{Settings, TicketType};

impl Desk {
    /// Adds a ticket type, or changes the one of the same name.
    pub async fn put_type(&self, at: Place, actor: &Actor, kind: &TicketType) -> Outcome<Settings> {
        let settings = self.repositories(at).await?.settings;
        let putting = settings.update(|settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            settings.put_type(kind.clone())?;
            Ok(())
        });
        Ok(putting.await?.0)
    }
}
