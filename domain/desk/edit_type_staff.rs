//! Which teams work on a ticket type, and what its staff may do in tickets that one of them has taken on.

use super::Desk;
use super::set_up::saying_what_changed;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::permission::Permission;
use crate::settings::{ClaimMode, TicketType};

/// What becomes of it; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeStaffChange {
    /// The team of this name comes.
    pub added: Option<String>,
    /// The team of this name goes.
    pub removed: Option<String>,
    /// What others of staff may do.
    pub claim_mode: Option<ClaimMode>,
}

impl Desk {
    /// Changes which teams work on the type of a name; the type as it is then.
    pub async fn edit_type_staff(
        &self,
        at: Place,
        actor: &Actor,
        name: &str,
        change: &TypeStaffChange,
    ) -> Outcome<TicketType> {
        self.edit_type_staff_if(None, at, actor, name, change).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn edit_type_staff_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        name: &str,
        change: &TypeStaffChange,
    ) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings;
        actor.must(Permission::ChangeSettings, &*settings.get().await?, None)?;
        let asked = self.request_follow_staff(at, actor).await?;
        let changing = settings.update_if(after, actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            let team = |name: &Option<String>| name.as_ref().map(|name| settings.team_called(name)).transpose();
            let (added, removed) =
                (team(&change.added)?.map(|team| team.id), team(&change.removed)?.map(|team| team.id));
            let id = settings.type_called(name)?.id;
            let kind = settings.types.iter_mut().find(|kind| kind.id == id);
            let Some(kind) = kind else { return Err(Refusal::NoSuchType.into()) };
            kind.teams.retain(|team| Some(*team) != removed && Some(*team) != added);
            kind.teams.extend(added);
            kind.claim_mode = change.claim_mode.unwrap_or(kind.claim_mode);
            Ok(kind.clone())
        });
        let changed = changing.await;
        self.start_sync(asked).await;
        Ok(saying_what_changed(&settings, after, changed).await?.1)
    }
}
