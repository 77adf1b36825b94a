//! Putting somebody on staff.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::settings::{Rank, Settings};
use crate::whom::Whom;

impl Desk {
    /// Puts a member or a role on staff, for all tickets or in a team, which is made where there is none of that name; the
    /// settings as they are then.
    pub async fn add_staff(
        &self,
        at: Place,
        actor: &Actor,
        whom: Whom,
        rank: Rank,
        team: Option<&str>,
    ) -> Outcome<Settings> {
        let settings = self.repositories(at).await?.settings;
        actor.must(Permission::ChangeSettings, &*settings.get().await?, None)?;
        if let Whom::Role(role) = whom {
            self.guild_choices(at).must_be_staff(&[role]).await?;
        }
        let asked = self.request_follow_staff(at, actor).await?;
        let adding = settings.update(actor, self.clock.now(), |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            Ok(settings.add_staff(whom, rank, team)?)
        });
        let added = adding.await;
        self.start_sync(asked).await;
        Ok(added?.0)
    }
}
