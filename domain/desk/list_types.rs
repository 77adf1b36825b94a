//! The ticket types of a guild, and what is missing of what they name.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::guild::Missing;
use crate::permission::Permission;
use crate::settings::TicketType;

impl Desk {
    /// All ticket types in the order of a panel, and what they name that is not there any more.
    pub async fn list_types(&self, at: Place, actor: &Actor) -> Outcome<(Vec<TicketType>, Vec<Missing>)> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok((settings.types.clone(), self.missing_choices(at, &settings).await))
    }

    /// The names of the types that somebody may mean by what they typed so far.
    pub async fn types_called(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<String>> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        let typed = typed.trim().to_lowercase();
        let names = settings.types.iter().map(|kind| kind.name.clone());
        Ok(names.filter(|name| name.to_lowercase().contains(&typed)).collect())
    }
}
