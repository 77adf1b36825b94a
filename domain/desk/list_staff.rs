//! Showing who is on staff.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::settings::Settings;

impl Desk {
    /// The settings, for whoever may change them.
    pub async fn list_staff(&self, at: Place, actor: &Actor) -> Outcome<Settings> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok((*settings).clone())
    }

    /// Names of teams that may be meant by what was typed so far.
    pub async fn teams_called(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<String>> {
        let (settings, typed) = (self.list_staff(at, actor).await?, typed.trim().to_lowercase());
        let names = settings.teams.into_iter().map(|team| team.name);
        Ok(names.filter(|name| name.to_lowercase().contains(&typed)).collect())
    }
}
