//! Taking somebody off staff.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::settings::Settings;
use crate::whom::Whom;

impl Desk {
    /// Takes a member or a role out of one team, or out of all and off the guild's staff; the settings as they are then.
    pub async fn remove_staff(&self, at: Place, actor: &Actor, whom: Whom, team: Option<&str>) -> Outcome<Settings> {
        let settings = self.repositories(at).await?.settings;
        actor.must(Permission::ChangeSettings, &*settings.get().await?, None)?;
        let asked = self.request_follow_staff(at, actor).await?;
        let removing = settings.update(actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            Ok(settings.remove_staff(whom, team)?)
        });
        let removed = removing.await;
        self.start_sync(asked).await;
        Ok(removed?.0)
    }
}
