//! Defining ticket types.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::settings::{TicketType, TypeChange};

impl Desk {
    /// Changes the ticket type of a name, or adds it; the type as it is then.
    pub async fn put_type(&self, at: Place, actor: &Actor, change: &TypeChange) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings;
        actor.must(Permission::ChangeSettings, &*settings.get().await?, None)?;
        self.guild_choices(at).must_be_staff(&change.staff.added).await?;
        let putting = settings.update(actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            Ok(settings.put_type(change)?)
        });
        Ok(putting.await?.1)
    }
}
