//! Deleting a panel and its messages.

use super::Desk;
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::Outcome;
use crate::event::EventKind;
use crate::panel::{PanelId, record_id};
use crate::permission::Permission;

impl Desk {
    /// Begins to delete a panel; whoever waits at `tell` is told once its messages are gone.
    pub async fn delete_panel(&self, at: Place, actor: &Actor, id: PanelId, tell: Option<ReplyTo>) -> Outcome<()> {
        self.begin_to_delete_panel(at, actor, id, (None, tell)).await
    }

    /// The same, as long as the panel was changed `after` so often, where that is said.
    pub async fn delete_panel_if(&self, after: Option<u32>, at: Place, actor: &Actor, id: PanelId) -> Outcome<()> {
        self.begin_to_delete_panel(at, actor, id, (after, None)).await
    }

    async fn begin_to_delete_panel(
        &self,
        at: Place,
        actor: &Actor,
        id: PanelId,
        (after, tell): (Option<u32>, Option<ReplyTo>),
    ) -> Outcome<()> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.get().await?, None)?;
        let known = repositories.panels.get(id).await?;
        let asked = self.request_panels(at, actor, tell).await?;
        let now = self.clock.now();
        let deleting = repositories.panels.update_if(after, known, |panel| {
            if !panel.deleted {
                panel.log.record(&record_id(at.bot, id), EventKind::PanelDeleted, actor, now);
                (panel.deleted, panel.removed_at) = (true, Some(now));
            }
            Ok(())
        });
        let deleted = deleting.await;
        self.start_sync(asked).await;
        deleted.map(drop)
    }
}
