//! Setting a guild up: who works on tickets of every type, where they go, and how channels are named.

use std::sync::Arc;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Error, Outcome, Refusal};
use crate::guild::Missing;
use crate::permission::Permission;
use crate::settings::{Change, Settings, SettingsChange};
use crate::store::settings::SettingsOf;

impl Desk {
    /// Changes a guild's settings; the settings as they are then, and what they name that is not there any more. A change
    /// of nothing only shows them.
    pub async fn set_up(&self, at: Place, actor: &Actor, change: &SettingsChange) -> Outcome<(Settings, Vec<Missing>)> {
        self.set_up_if(None, at, actor, change).await
    }

    /// The settings, for whoever asks by them what somebody may see. Nothing of them is to be shown without asking that.
    pub async fn known_settings(&self, at: Place) -> Outcome<Arc<Settings>> {
        Ok(self.repositories(at).await?.settings.get().await?)
    }

    /// The settings, and how often they were changed.
    pub async fn show_settings(&self, at: Place, actor: &Actor) -> Outcome<(Settings, u32)> {
        let (settings, changes) = self.repositories(at).await?.settings.now().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        Ok((settings, changes))
    }

    /// Whether what this actor does now changed the settings already: it was sent twice.
    pub async fn has_changed_settings(&self, at: Place, actor: &Actor) -> Outcome<bool> {
        Ok(self.repositories(at).await?.settings.knows(&actor.cause).await?)
    }

    /// Changes them as [`Desk::set_up`] does, as long as they were changed `after` so often, where that is said.
    pub async fn set_up_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        change: &SettingsChange,
    ) -> Outcome<(Settings, Vec<Missing>)> {
        let settings = self.repositories(at).await?.settings;
        let known = settings.get().await?;
        actor.must(Permission::ChangeSettings, &known, None)?;
        if *change == SettingsChange::default() {
            return Ok(((*known).clone(), self.missing_choices(at, &known).await));
        }
        let choices = self.guild_choices(at);
        choices.must_be_staff(&change.staff.added).await?;
        choices.must_be_category(change.category.value()).await?;
        choices.must_take_messages(change.log_channel.value()).await?;
        let asked = self.follow_staff_if(at, actor, &change.staff).await?;
        let now = self.clock.now();
        let changing = settings.update_if(after, actor, now, |settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            Ok(settings.change(change, now)?)
        });
        let changed = changing.await;
        self.start_syncs(asked).await;
        let settings = saying_what_changed(&settings, after, changed).await?.0;
        if change.retention != Change::Keep {
            self.watch_retention(at).await?;
        }
        let missing = self.missing_choices(at, &settings).await;
        Ok((settings, missing))
    }
}

/// What became of a change; where settings were changed meanwhile, with which.
pub(super) async fn saying_what_changed<T: Send>(
    settings: &SettingsOf,
    after: Option<u32>,
    changed: Outcome<T>,
) -> Outcome<T> {
    match (changed, after) {
        (Err(Error::Refused(Refusal::ChangedMeanwhile { .. })), Some(after)) => {
            let fields = settings.changed_since(after).await?.into_iter().collect::<Vec<_>>().join(", ");
            Err(Refusal::ChangedMeanwhile { fields }.into())
        }
        (changed, _) => changed,
    }
}
