//! Making a panel, which is published by sending it.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::EventKind;
use crate::panel::{MOST_PANELS, Panel, PanelChange};
use crate::permission::Permission;
use crate::settings::Settings;
use crate::store::StoreError;
use crate::store::document::Stored;

/// How often it is looked again whether there is room, where others make panels at the same time.
const MOST_TRIES: usize = 20;

impl Desk {
    /// Makes a panel of which this is chosen.
    pub async fn create_panel(&self, at: Place, actor: &Actor, change: &PanelChange) -> Outcome<Panel> {
        let settings = self.repositories(at).await?.settings.latest().await?;
        actor.must(Permission::SendPanel, &settings, None)?;
        Ok(self.new_panel(at, actor, &settings, change).await?.value)
    }

    /// Stores a new panel; refused where there is one of that name, or no room for another.
    pub(super) async fn new_panel(
        &self,
        at: Place,
        actor: &Actor,
        settings: &Settings,
        change: &PanelChange,
    ) -> Outcome<Stored<Panel>> {
        let panels = self.repositories(at).await?.panels;
        for _ in 0..MOST_TRIES {
            let number = panels.next_number().await?;
            let standing = panels.standing().await?;
            if let Some(made) = standing.iter().find(|panel| panel.value.log.knows(&actor.cause)) {
                return Ok(made.clone());
            }
            if standing.len() >= MOST_PANELS {
                return Err(Refusal::TooManyPanels { limit: MOST_PANELS }.into());
            }
            let mut panel = Panel::numbered(number, at.bot, &actor.locale);
            change.apply(&mut panel, settings)?;
            if standing.iter().any(|other| other.value.is_called(&panel.name)) {
                return Err(Refusal::PanelExists { name: panel.name }.into());
            }
            let subject = crate::panel::record_id(at.bot, panel.id);
            panel.log.record(&subject, EventKind::PanelCreated, actor, self.clock.now());
            if let Some(made) = panels.insert(panel).await? {
                return Ok(made);
            }
        }
        Err(StoreError::Unavailable("panels are made by too many at once".into()).into())
    }
}
