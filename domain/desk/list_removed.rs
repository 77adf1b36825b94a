//! What admins removed of late and can take back.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::panel::Panel;
use crate::permission::Permission;
use crate::settings::TicketType;
use crate::tag::Tag;

/// What was removed and can be taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// Ticket types, the newest first.
    pub types: Vec<TicketType>,
    /// Panels, oldest first.
    pub panels: Vec<Panel>,
    /// Tags, in the order of their names.
    pub tags: Vec<Tag>,
}

impl Desk {
    /// What was removed and the actor can take back; refused where they never can.
    pub async fn list_removed(&self, at: Place, actor: &Actor) -> Outcome<Removed> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        let may = |permission| actor.must(permission, &settings, None).is_ok();
        let (types, panels) = (may(Permission::ChangeSettings), may(Permission::SendPanel));
        let mut removed = Removed::default();
        if types {
            removed.types = settings.restorable_types(self.clock.now()).cloned().collect();
        }
        if panels {
            removed.panels = self.restorable_panels(at, actor).await?;
        }
        if may(Permission::ChangeTags) || !(types || panels) {
            removed.tags = self.restorable_tags(at, actor).await?;
        }
        Ok(removed)
    }
}
