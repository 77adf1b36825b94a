//! Taking back that a panel was deleted.

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::EventKind;
use crate::panel::{MOST_PANELS, Panel, PanelId, record_id};
use crate::permission::Permission;
use crate::restorable::is_restorable;

impl Desk {
    /// The panels that were deleted and can be taken back, oldest first.
    pub async fn restorable_panels(&self, at: Place, actor: &Actor) -> Outcome<Vec<Panel>> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.get().await?, None)?;
        let (panels, now) = (repositories.panels.all().await?, self.clock.now());
        let panels = panels.into_iter().map(|panel| panel.value);
        Ok(panels.filter(|panel| is_removed(panel, now)).collect())
    }

    /// Takes back that a panel was deleted; the panel. Its messages are gone: it is published by sending it.
    pub async fn restore_panel(&self, at: Place, actor: &Actor, id: PanelId) -> Outcome<Panel> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.get().await?, None)?;
        let (panels, now) = (repositories.panels, self.clock.now());
        let all = panels.all().await?;
        let known = all.iter().find(|panel| panel.value.id == id).cloned().ok_or(Refusal::PanelGone)?;
        if known.value.log.knows(&actor.cause) {
            return Ok(known.value);
        }
        if !is_removed(&known.value, now) {
            return Err(Refusal::PanelGone.into());
        }
        let others = || all.iter().map(|panel| &panel.value).filter(|panel| !panel.deleted);
        if others().count() >= MOST_PANELS {
            return Err(Refusal::TooManyPanels { limit: MOST_PANELS }.into());
        }
        if others().any(|other| other.is_called(&known.value.name)) {
            return Err(Refusal::PanelExists { name: known.value.name }.into());
        }
        let restoring = panels.update(known, |panel| {
            if !is_removed(panel, now) {
                return Err(Refusal::PanelGone.into());
            }
            (panel.deleted, panel.removed_at) = (false, None);
            panel.log.record(&record_id(at.bot, id), EventKind::PanelRestored, actor, now);
            Ok(())
        });
        Ok(restoring.await?.value)
    }
}

/// Whether it was deleted so short a time ago that it comes back.
fn is_removed(panel: &Panel, now: Timestamp) -> bool {
    panel.deleted && is_restorable(panel.removed_at, now)
}
