//! What somebody who works on tickets wants to be told of: their own choice.

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Outcome;
use crate::notification::Pending;
use crate::permission::Permission;
use crate::settings::{Notifications, NotificationsChange};

impl Desk {
    /// Changes what the actor wants to be told of; what they are told of then, and since when Discord takes no message for
    /// them, if it does not. A change of nothing only shows it.
    pub async fn notify(
        &self,
        at: Place,
        actor: &Actor,
        change: &NotificationsChange,
    ) -> Outcome<(Notifications, Option<Timestamp>)> {
        let repositories = self.repositories(at).await?;
        let known = repositories.settings.get().await?;
        actor.must(Permission::BeNotified, &known, None)?;
        let user = actor.user()?;
        if *change == NotificationsChange::default() {
            return Ok((known.notifications_of(user), repositories.notifications.of(user).await?.refused_at));
        }
        self.guild_choices(at).must_take_messages(change.channel.value()).await?;
        let now = self.clock.now();
        let changing = repositories.settings.update(actor, now, |settings| {
            actor.must(Permission::BeNotified, settings, None)?;
            Ok(settings.notify((user, &actor.locale), change, now)?)
        });
        let settings = changing.await?.0;
        repositories.notifications.change(user, Pending::begin_anew).await?;
        Ok((settings.notifications_of(user), None))
    }
}
