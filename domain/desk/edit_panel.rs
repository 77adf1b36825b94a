//! Changing a panel: each of its messages follows.

use super::Desk;
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::event::EventKind;
use crate::panel::{Panel, PanelChange, PanelId, record_id};
use crate::permission::Permission;

impl Desk {
    /// The panel of a name, for whoever may change it.
    pub async fn panel_called(&self, at: Place, actor: &Actor, name: &str) -> Outcome<Panel> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.latest().await?, None)?;
        Ok(repositories.panels.called(name).await?.value)
    }

    /// The panel of a number, for whoever may change it.
    pub async fn panel_to_edit(&self, at: Place, actor: &Actor, id: PanelId) -> Outcome<Panel> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.latest().await?, None)?;
        Ok(repositories.panels.get(id).await?.value)
    }

    /// The names of the panels that somebody may mean by what they typed so far.
    pub async fn panels_called(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<String>> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::SendPanel, &*repositories.settings.latest().await?, None)?;
        let typed = typed.trim().to_lowercase();
        let names = repositories.panels.standing().await?.into_iter().map(|panel| panel.value.name);
        Ok(names.filter(|name| name.to_lowercase().contains(&typed)).collect())
    }

    /// Changes a panel: what is named, and nothing else. Whoever waits at `tell` is told what became of its messages.
    pub async fn edit_panel(
        &self,
        at: Place,
        actor: &Actor,
        id: PanelId,
        change: &PanelChange,
        tell: Option<ReplyTo>,
    ) -> Outcome<()> {
        self.change_panel(at, actor, id, change, (None, tell)).await
    }

    /// The same, as long as the panel was changed `after` so often, where that is said.
    pub async fn edit_panel_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        id: PanelId,
        change: &PanelChange,
    ) -> Outcome<()> {
        self.change_panel(at, actor, id, change, (after, None)).await
    }

    async fn change_panel(
        &self,
        at: Place,
        actor: &Actor,
        id: PanelId,
        change: &PanelChange,
        (after, tell): (Option<u32>, Option<ReplyTo>),
    ) -> Outcome<()> {
        let repositories = self.repositories(at).await?;
        let (settings, panels) = (repositories.settings.latest().await?, repositories.panels);
        actor.must(Permission::SendPanel, &settings, None)?;
        let known = panels.get(id).await?;
        let mut wanted = known.value.clone();
        change.apply(&mut wanted, &settings)?;
        let others = panels.standing().await?;
        if others.iter().any(|other| other.value.id != id && other.value.is_called(&wanted.name)) {
            return Err(Refusal::PanelExists { name: wanted.name }.into());
        }
        let asked = self.request_panels(at, actor, tell).await?;
        let now = self.clock.now();
        let changing = panels.update_if(after, known, |panel| {
            let before = panel.clone();
            change.apply(panel, &settings)?;
            if *panel != before {
                panel.log.record(&record_id(at.bot, id), EventKind::PanelChanged, actor, now);
            }
            Ok(())
        });
        let changed = changing.await;
        self.start_sync(asked).await;
        changed.map(drop)
    }
}
