//! The panels of a guild, and where they are published.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::panel::Panel;
use crate::permission::Permission;

impl Desk {
    /// All panels, oldest first.
    pub async fn list_panels(&self, at: Place, actor: &Actor) -> Outcome<Vec<Panel>> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.get().await?, None)?;
        Ok(repositories.panels.standing().await?.into_iter().map(|panel| panel.value).collect())
    }
}
