//! How many tickets members of a role may have open, of all types together.

use super::Desk;
use super::set_up::saying_what_changed;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::RoleId;
use crate::permission::Permission;
use crate::settings::OpenLimits;

impl Desk {
    /// The limits that there are, for whoever may change them.
    pub async fn role_limits(&self, at: Place, actor: &Actor) -> Outcome<OpenLimits> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok(settings.open_limits.clone())
    }

    /// Says how many tickets members of a role may have open, or that they have no limit of their own any more; the limits
    /// as they are then. Those of roles that were deleted go with it.
    pub async fn limit_role(&self, at: Place, actor: &Actor, role: RoleId, limit: Option<u32>) -> Outcome<OpenLimits> {
        self.limit_role_if(None, at, actor, role, limit).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn limit_role_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        role: RoleId,
        limit: Option<u32>,
    ) -> Outcome<OpenLimits> {
        self.role_limits(at, actor).await?;
        if role.get() == at.guild.get() {
            return Err(Refusal::EveryoneLimited.into());
        }
        let there = self.guild_choices(at).roles().await?;
        let exists = |role: RoleId| there.iter().any(|there| there.id == role);
        if !exists(role) {
            return Err(Refusal::NoSuchRole.into());
        }
        let settings = self.repositories(at).await?.settings;
        let changing = settings.update_if(after, actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            settings.open_limits.roles.retain(|limited| exists(limited.role));
            Ok(settings.open_limits.limit_role(role, limit)?)
        });
        let changed = changing.await;
        Ok(saying_what_changed(&settings, after, changed).await?.0.open_limits)
    }
}
