//! Changing a ticket type.

use super::Desk;
use super::set_up::saying_what_changed;
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::permission::Permission;
use crate::settings::{Settings, TicketType, TypeChange, TypeId};

impl Desk {
    /// The type of a name, for whoever may change it.
    pub async fn type_called(&self, at: Place, actor: &Actor, name: &str) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok(settings.type_called(name)?.clone())
    }

    /// The type of a number, for whoever may change it.
    pub async fn type_to_edit(&self, at: Place, actor: &Actor, id: TypeId) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok(settings.ticket_type(id)?.clone())
    }

    /// Changes a ticket type: what is named, and nothing else; the type as it is then. Whoever reads that at `tell` is
    /// told as well which messages of panels are gone.
    pub async fn edit_type(
        &self,
        at: Place,
        actor: &Actor,
        id: TypeId,
        change: &TypeChange,
        tell: ReplyTo,
    ) -> Outcome<TicketType> {
        let tell = Some(ReplyTo { shows: Some(id), ..tell });
        self.change_types(at, actor, change, (None, tell), |settings| settings.edit_type(id, change)).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn edit_type_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        id: TypeId,
        change: &TypeChange,
    ) -> Outcome<TicketType> {
        self.change_types(at, actor, change, (after, None), |settings| settings.edit_type(id, change)).await
    }

    /// Changes the types of a guild once Discord has said that what was chosen is there. Panels follow, and open tickets
    /// where others work on them.
    pub(super) async fn change_types(
        &self,
        at: Place,
        actor: &Actor,
        chosen: &TypeChange,
        (after, tell): (Option<u32>, Option<ReplyTo>),
        change: impl Fn(&mut Settings) -> Result<TicketType, Refusal> + Send + Sync,
    ) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings;
        actor.must(Permission::ChangeSettings, &*settings.latest().await?, None)?;
        self.guild_choices(at).must_suit(chosen).await?;
        let asked =
            [Some(self.request_panels(at, actor, tell).await?), self.follow_staff_if(at, actor, &chosen.staff).await?];
        let changing = settings.update_if(after, actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            Ok(change(settings)?)
        });
        let changed = changing.await;
        self.start_syncs(asked.into_iter().flatten()).await;
        Ok(saying_what_changed(&settings, after, changed).await?.1)
    }
}
